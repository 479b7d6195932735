"""OpenAI's moderation as a local server: POST /v1/moderations.

Wire format: https://platform.openai.com/docs/api-reference/moderations/create
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from tests.providers.http_double import Request, Response, served
from tests.providers.openai import ERRORS, NO_SUCH_MODEL, NO_SUCH_PATH, Error, OpenAiApi

MODELS = ("omni-moderation-latest", "omni-moderation-2024-09-26")
CATEGORIES = (
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent"),
    *("self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors"),
    *("violence", "violence/graphic"),
)

_ERRORS: dict[str, Error] = {
    "not allowed": (403, "invalid_request_error", "unsupported_country_region_territory"),
    "bad request": (400, "invalid_request_error", "invalid_value"),
    "code of words": (500, "server_error", "about a zyzzyva"),
}


class ModerationDouble(OpenAiApi):
    """`answers`: OpenAiApi's, «flagged: <categories>», the keys of the table above, no results, half a result, moved.

    Success is that nothing is flagged.
    """

    errors: ClassVar = ERRORS | _ERRORS

    def answer(self, request: Request) -> Response:
        if self.answers == "moved":
            return Response(307, headers={"Location": f"{self.origin}/elsewhere"})
        return super().answer(request)

    def wrong(self, request: Request) -> Error | None:
        question = request.json
        if request.method != "POST" or request.path != "/v1/moderations":
            return NO_SUCH_PATH
        if not isinstance(question, dict) or not isinstance(question.get("input"), str) or not question["input"]:
            return 400, "invalid_request_error", "invalid_type"
        return None if question.get("model") in MODELS else NO_SUCH_MODEL

    def reply(self) -> dict[str, Any]:
        return {"id": "modr-1", "model": MODELS[1], "results": self._results()}

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


@contextmanager
def openai_moderation_api() -> Iterator[ModerationDouble]:
    with served(ModerationDouble()) as api:
        yield api
