"""OpenAI's moderation as a local server: POST /v1/moderations.

Wire format: https://platform.openai.com/docs/api-reference/moderations/create, errors:
https://platform.openai.com/docs/guides/error-codes. Its messages quote what was asked, and the key.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.providers.http_double import Answer, Asked, HttpDouble, json_answer, served

KEY = "sk-openai-77aa"
MODELS = ("omni-moderation-latest", "omni-moderation-2024-09-26")
CATEGORIES = (
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent"),
    *("self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors"),
    *("violence", "violence/graphic"),
)

_ERRORS: dict[str, tuple[int, str, str | None]] = {
    "throttled": (429, "requests", "rate_limit_exceeded"),
    "unavailable": (503, "server_error", None),
    "broken": (500, "server_error", "internal_error"),
    "no money": (429, "insufficient_quota", "insufficient_quota"),
    "not allowed": (403, "invalid_request_error", "unsupported_country_region_territory"),
    "bad request": (400, "invalid_request_error", "invalid_value"),
    "code of words": (500, "server_error", "about a zyzzyva"),
}


class ModerationDouble(HttpDouble):
    """Besides the network's: success (nothing is flagged), «flagged: <categories>», the keys of the table above,
    bad key, no results, half a result, moved."""

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def answer(self, asked: Asked) -> Answer:
        if self.answers == "moved":
            return Answer(307, headers={"Location": f"{self.origin}/elsewhere"})
        if asked.headers["Authorization"] != f"Bearer {KEY}" or self.answers == "bad key":
            return _error(401, "invalid_request_error", "invalid_api_key", f"Incorrect API key provided: {KEY}")
        quoting = f"About your request {asked.body.decode()!r}"
        if self.answers in _ERRORS:
            return _error(*_ERRORS[self.answers], quoting)
        if wrong := _wrong(asked):
            return _error(*wrong, quoting)
        return json_answer({"id": "modr-1", "model": MODELS[1], "results": self._results()})

    def _results(self) -> list[dict[str, Any]]:
        if self.answers == "no results":
            return []
        flagged = {name.strip() for name in self.answers.partition(":")[2].split(",") if name.strip()}
        result: dict[str, Any] = {
            "flagged": self.answers.startswith("flagged"),
            "categories": {name: name in flagged for name in (*CATEGORIES, *flagged)},
            "category_scores": {name: 0.9 if name in flagged else 0.0001 for name in CATEGORIES},
            "category_applied_input_types": {name: ["text"] for name in CATEGORIES},
        }
        return [{"flagged": "perhaps"} if self.answers == "half a result" else result]


def _wrong(asked: Asked) -> tuple[int, str, str | None] | None:
    question = asked.json
    if asked.method != "POST" or asked.path != "/v1/moderations":
        return 404, "invalid_request_error", None
    if not isinstance(question, dict) or not isinstance(question.get("input"), str) or not question["input"]:
        return 400, "invalid_request_error", "invalid_type"
    return None if question.get("model") in MODELS else (404, "invalid_request_error", "model_not_found")


def _error(status: int, kind: str, code: str | None, message: str) -> Answer:
    return json_answer({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)


@contextmanager
def openai_moderation_api() -> Iterator[ModerationDouble]:
    with served(ModerationDouble()) as api:
        yield api
