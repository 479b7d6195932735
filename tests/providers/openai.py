"""What all of OpenAI's API shares, as a local server: the path's version, the key, the form of an error.

https://platform.openai.com/docs/guides/error-codes. Its messages quote what was asked, and the key.
"""

from typing import Any, ClassVar

from tests.providers.http_double import Answer, Asked, HttpDouble, json_answer

KEY = "sk-openai-77aa"

Error = tuple[int, str, str | None]
"Status, type and code."
NO_SUCH_PATH: Error = (404, "invalid_request_error", None)
NO_SUCH_MODEL: Error = (404, "invalid_request_error", "model_not_found")

ERRORS: dict[str, Error] = {
    "throttled": (429, "requests", "rate_limit_exceeded"),
    "unavailable": (503, "server_error", None),
    "broken": (500, "server_error", "internal_error"),
    "no money": (429, "insufficient_quota", "insufficient_quota"),
}


class OpenAiApi(HttpDouble):
    """Besides the network's: success, bad key, and the keys of `errors`."""

    errors: ClassVar[dict[str, Error]]
    "By what is to be answered."

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def answer(self, asked: Asked) -> Answer:
        if asked.headers["Authorization"] != f"Bearer {KEY}" or self.answers == "bad key":
            return _error(401, "invalid_request_error", "invalid_api_key", f"Incorrect API key provided: {KEY}")
        wrong = self.errors.get(self.answers) or self.wrong(asked)
        return _error(*wrong, f"About your request {asked.body.decode()!r}") if wrong else json_answer(self.reply())

    def wrong(self, asked: Asked) -> Error | None:
        """What the real one would object to."""
        raise NotImplementedError

    def reply(self) -> dict[str, Any]:
        raise NotImplementedError


def _error(status: int, kind: str, code: str | None, message: str) -> Answer:
    return json_answer({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)
