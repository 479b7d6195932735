"""Bedrock's runtime as a local server: signatures and error format, shared by its doubles.

Set AWS_ENDPOINT_URL_BEDROCK_RUNTIME to its URL. Errors, whose messages here quote the request:
https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
"""

import re
from typing import Any, ClassVar

from tests.providers.http_double import HttpDouble, Request, Response, json_response

Error = tuple[int, str]
"HTTP status and error code."
NOT_FOUND: Error = (404, "ResourceNotFoundException")
BAD_REQUEST: Error = (400, "ValidationException")

ERRORS: dict[str, Error] = {
    "throttled": (429, "ThrottlingException"),
    "over quota": (400, "ServiceQuotaExceededException"),
    "unavailable": (503, "ServiceUnavailableException"),
    "broken": (500, "InternalServerException"),
    "bad key": (403, "UnrecognizedClientException"),
    "not allowed": (403, "AccessDeniedException"),
}
_SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/]+/\d+/[^/]+/bedrock/")


class BedrockRuntime(HttpDouble):
    """`answers`: HttpDouble's, success, and the keys of `errors`."""

    errors: ClassVar[dict[str, Error]]
    "Value of `answers` → error."

    def answer(self, request: Request) -> Response:
        if not _SIGNED.match(request.headers["Authorization"] or ""):
            return _error(403, "AccessDeniedException", "not signed")
        wrong = self.errors.get(self.answers) or self.wrong(request)
        return (
            _error(*wrong, f"About your request {request.body.decode()!r}")
            if wrong
            else json_response(self.reply(request))
        )

    def wrong(self, request: Request) -> Error | None:
        """The error that Bedrock would return for this request."""
        raise NotImplementedError

    def reply(self, request: Request) -> dict[str, Any]:
        raise NotImplementedError


def _error(status: int, code: str, message: str) -> Response:
    return json_response({"message": message}, status, **{"x-amzn-ErrorType": f"{code}:http://internal.amazon.com/"})
