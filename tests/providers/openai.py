"""OpenAI's API as a local server: path version, key and error format, shared by its doubles.

https://platform.openai.com/docs/guides/error-codes. Its error messages quote the request and the key.
"""

from typing import Any, ClassVar

from tests.providers.http_double import HttpDouble, Request, Response, json_response

KEY = "sk-openai-77aa"

Error = tuple[int, str, str | None]
"HTTP status, error type and code."
NO_SUCH_PATH: Error = (404, "invalid_request_error", None)
NO_SUCH_MODEL: Error = (404, "invalid_request_error", "model_not_found")

ERRORS: dict[str, Error] = {
    "throttled": (429, "requests", "rate_limit_exceeded"),
    "unavailable": (503, "server_error", None),
    "broken": (500, "server_error", "internal_error"),
    "no money": (429, "insufficient_quota", "insufficient_quota"),
}


class OpenAiApi(HttpDouble):
    """`answers`: HttpDouble's, success, bad key, and the keys of `errors`."""

    errors: ClassVar[dict[str, Error]]
    "Value of `answers` → error."

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def answer(self, request: Request) -> Response:
        if request.headers["Authorization"] != f"Bearer {KEY}" or self.answers == "bad key":
            return _error(401, "invalid_request_error", "invalid_api_key", f"Incorrect API key provided: {KEY}")
        wrong = self.errors.get(self.answers) or self.wrong(request)
        return _error(*wrong, f"About your request {request.body.decode()!r}") if wrong else json_response(self.reply())

    def wrong(self, request: Request) -> Error | None:
        """The error that OpenAI would return for this request."""
        raise NotImplementedError

    def reply(self) -> dict[str, Any]:
        raise NotImplementedError


def _error(status: int, kind: str, code: str | None, message: str) -> Response:
    return json_response({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)
