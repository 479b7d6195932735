"""What all of Bedrock's runtime shares, as a local server: signatures, and the form of an error.

Set AWS_ENDPOINT_URL_BEDROCK_RUNTIME to its URL. Errors, which quote what was asked:
https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
"""

import re
from typing import Any, ClassVar

from tests.providers.http_double import Answer, Asked, HttpDouble, json_answer

Error = tuple[int, str]
"Status and code."
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
    """Besides the network's: success, and the keys of `errors`."""

    errors: ClassVar[dict[str, Error]]
    "By what is to be answered."

    def answer(self, asked: Asked) -> Answer:
        if not _SIGNED.match(asked.headers["Authorization"] or ""):
            return _error(403, "AccessDeniedException", "not signed")
        wrong = self.errors.get(self.answers) or self.wrong(asked)
        return (
            _error(*wrong, f"About your request {asked.body.decode()!r}") if wrong else json_answer(self.reply(asked))
        )

    def wrong(self, asked: Asked) -> Error | None:
        """What the real one would object to."""
        raise NotImplementedError

    def reply(self, asked: Asked) -> dict[str, Any]:
        raise NotImplementedError


def _error(status: int, code: str, message: str) -> Answer:
    return json_answer({"message": message}, status, **{"x-amzn-ErrorType": f"{code}:http://internal.amazon.com/"})
