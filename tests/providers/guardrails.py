"""Bedrock's ApplyGuardrail as a local server; set AWS_ENDPOINT_URL_BEDROCK_RUNTIME to its URL.

Wire format: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
Its assessments, and its errors' messages, quote what was asked.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from tests.providers.http_double import Answer, Asked, HttpDouble, json_answer, served

GUARDRAIL = "gr7k2p9q"
VERSION = "3"

_ERRORS = {
    "throttled": (429, "ThrottlingException"),
    "over quota": (400, "ServiceQuotaExceededException"),
    "unavailable": (503, "ServiceUnavailableException"),
    "broken": (500, "InternalServerException"),
    "bad key": (403, "UnrecognizedClientException"),
    "not allowed": (403, "AccessDeniedException"),
    "unheard of": (418, "TeapotException"),
}
_PATH = re.compile(r"/guardrail/([^/]+)/version/([^/]+)/apply")


class GuardrailDouble(HttpDouble):
    """Besides the network's: success, the keys of the table above, «filter: <type>», topic, word, personal, nothing
    said, no action. A filter that only looks on (NONE) is in every assessment."""

    def answer(self, asked: Asked) -> Answer:
        quoting = f"About your request {asked.body.decode()!r}"
        if self.answers in _ERRORS:
            return _error(*_ERRORS[self.answers], quoting)
        if not re.match(r"AWS4-HMAC-SHA256 Credential=[^/]+/\d+/[^/]+/bedrock/", asked.headers["Authorization"] or ""):
            return _error(403, "AccessDeniedException", "not signed")
        path = _PATH.fullmatch(asked.path)
        if asked.method != "POST" or not path:
            return _error(404, "UnknownOperationException", "no such operation")
        if (unquote(path[1]), path[2]) not in {(GUARDRAIL, VERSION), (GUARDRAIL, "DRAFT")}:
            return _error(404, "ResourceNotFoundException", f"The guardrail {path[1]} does not exist.")
        text = _text(asked.json)
        if not text:
            return _error(400, "ValidationException", quoting)
        return json_answer({} if self.answers == "no action" else self._judged(text))

    def _judged(self, text: str) -> dict[str, Any]:
        looks_on = {"type": "HATE", "confidence": "LOW", "filterStrength": "HIGH", "action": "NONE", "detected": True}
        said: dict[str, Any] = {"contentPolicy": {"filters": [looks_on]}}
        kind, _, detail = self.answers.partition(": ")
        if kind == "filter":
            blocked = {"type": detail, "confidence": "HIGH", "filterStrength": "HIGH", "action": "BLOCKED"}
            said["contentPolicy"]["filters"].append(blocked)
        elif kind == "topic":
            said["topicPolicy"] = {"topics": [{"name": "our rival", "type": "DENY", "action": "BLOCKED"}]}
        elif kind == "word":
            said["wordPolicy"] = {"customWords": [{"match": text, "action": "BLOCKED"}], "managedWordLists": []}
        elif kind == "personal":
            entity = {"match": text, "type": "NAME", "action": "ANONYMIZED"}
            said["sensitiveInformationPolicy"] = {"piiEntities": [entity], "regexes": []}
        return {
            "action": "NONE" if kind == "success" else "GUARDRAIL_INTERVENED",
            "outputs": [] if kind == "success" else [{"text": f"Sorry, not {text}."}],
            "assessments": [] if kind == "nothing said" else [said],
            "usage": {"contentPolicyUnits": 1, "topicPolicyUnits": 1, "wordPolicyUnits": 1},
        }


def _text(body: Any) -> str:
    """What is to be judged; empty if it was asked wrongly, or of more than 25 text units."""
    if not isinstance(body, dict) or body.get("source") != "INPUT" or not isinstance(body.get("content"), list):
        return ""
    text = "".join(part.get("text", {}).get("text", "") for part in body["content"])
    return text if len(text) <= 25_000 else ""


def _error(status: int, code: str, message: str) -> Answer:
    return json_answer({"message": message}, status, **{"x-amzn-ErrorType": f"{code}:http://internal.amazon.com/"})


@contextmanager
def guardrails_api() -> Iterator[GuardrailDouble]:
    with served(GuardrailDouble()) as api:
        yield api
