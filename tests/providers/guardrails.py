"""Bedrock's ApplyGuardrail as a local server.

Wire format: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
Its assessments quote the request.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.providers.bedrock import BAD_REQUEST, ERRORS, NOT_FOUND, BedrockRuntime, Error
from tests.providers.http_double import Request, served

GUARDRAIL = "gr7k2p9q"
VERSION = "3"

_PATH = re.compile(r"/guardrail/([^/]+)/version/([^/]+)/apply")


class GuardrailDouble(BedrockRuntime):
    """`answers`: BedrockRuntime's, unheard of, «filter: <type>», topic, word, personal, nothing said, no action.

    A filter that only looks on (NONE) is in every assessment.
    """

    errors: ClassVar = ERRORS | {"unheard of": (418, "TeapotException")}

    def wrong(self, request: Request) -> Error | None:
        path = _PATH.fullmatch(request.path)
        if request.method != "POST" or not path:
            return 404, "UnknownOperationException"
        if (unquote(path[1]), path[2]) not in {(GUARDRAIL, VERSION), (GUARDRAIL, "DRAFT")}:
            return NOT_FOUND
        return None if _text(request.json) else BAD_REQUEST

    def reply(self, request: Request) -> dict[str, Any]:
        return {} if self.answers == "no action" else self._judged(_text(request.json))

    def _judged(self, text: str) -> dict[str, Any]:
        looks_on = {"type": "HATE", "confidence": "LOW", "filterStrength": "HIGH", "action": "NONE", "detected": True}
        assessment: dict[str, Any] = {"contentPolicy": {"filters": [looks_on]}}
        kind, _, detail = self.answers.partition(": ")
        if kind == "filter":
            blocked = {"type": detail, "confidence": "HIGH", "filterStrength": "HIGH", "action": "BLOCKED"}
            assessment["contentPolicy"]["filters"].append(blocked)
        elif kind == "topic":
            assessment["topicPolicy"] = {"topics": [{"name": "our rival", "type": "DENY", "action": "BLOCKED"}]}
        elif kind == "word":
            assessment["wordPolicy"] = {"customWords": [{"match": text, "action": "BLOCKED"}], "managedWordLists": []}
        elif kind == "personal":
            entity = {"match": text, "type": "NAME", "action": "ANONYMIZED"}
            assessment["sensitiveInformationPolicy"] = {"piiEntities": [entity], "regexes": []}
        return {
            "action": "NONE" if kind == "success" else "GUARDRAIL_INTERVENED",
            "outputs": [] if kind == "success" else [{"text": f"Sorry, not {text}."}],
            "assessments": [] if kind == "nothing said" else [assessment],
            "usage": {"contentPolicyUnits": 1, "topicPolicyUnits": 1, "wordPolicyUnits": 1},
        }


def _text(body: Any) -> str:
    """The text to be assessed; empty if the request is invalid or longer than 25 text units."""
    if not isinstance(body, dict) or body.get("source") != "INPUT" or not isinstance(body.get("content"), list):
        return ""
    text = "".join(part.get("text", {}).get("text", "") for part in body["content"])
    return text if len(text) <= 25_000 else ""


@contextmanager
def guardrails_api() -> Iterator[GuardrailDouble]:
    with served(GuardrailDouble()) as api:
        yield api
