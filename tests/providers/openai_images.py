"""OpenAI's image generation as a local server: POST /v1/images/generations.

Wire format: https://platform.openai.com/docs/api-reference/images/create, errors:
https://platform.openai.com/docs/guides/error-codes. Its messages quote what was asked, and part of the key.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.providers.artwork import artwork
from tests.providers.http_double import Answer, Asked, HttpDouble, json_answer, served

KEY = "sk-openai-77aa"
MODELS = ("gpt-image-2", "gpt-image-2.5-flare")

_ERRORS: dict[str, tuple[int, str, str | None]] = {
    "throttled": (429, "requests", "rate_limit_exceeded"),
    "unavailable": (503, "server_error", None),
    "broken": (500, "server_error", "internal_error"),
    "refused": (400, "image_generation_user_error", "moderation_blocked"),
    "refused by policy": (400, "invalid_request_error", "content_policy_violation"),
    "refused by another code": (400, "image_generation_user_error", "output_blocked"),
    "refused without code": (400, "image_generation_user_error", None),
    "bad key": (401, "invalid_request_error", "invalid_api_key"),
    "not verified": (403, "invalid_request_error", None),
    "no money": (429, "insufficient_quota", "insufficient_quota"),
    "over the bill": (400, "billing_limit_user_error", "billing_hard_limit_reached"),
    "no such model": (404, "invalid_request_error", "model_not_found"),
    "no such size": (400, "invalid_request_error", "invalid_value"),
}


class OpenAiDouble(HttpDouble):
    """Besides the network's: success, the keys of the table above, no picture, no base64, not a picture, a page."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = artwork()

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def answer(self, asked: Asked) -> Answer:
        if self.answers == "a page":
            return Answer(502, b"<html>Bad gateway</html>", "text/html")
        if asked.headers["Authorization"] != f"Bearer {KEY}" or self.answers == "bad key":
            return _error(401, "invalid_request_error", "invalid_api_key", f"Incorrect API key provided: {KEY}")
        if self.answers in _ERRORS:
            return _error(*_ERRORS[self.answers], f"About your request {asked.body.decode()!r}")
        if asked.method != "POST" or asked.path != "/v1/images/generations":
            return _error(404, "invalid_request_error", None, "Invalid URL")
        wrong = _wrong(asked.json)
        if wrong:
            return _error(*wrong, f"About your request {asked.body.decode()!r}")
        return json_answer({"created": 1_795_000_000, "data": self._pictures(), "output_format": "png"})

    def _pictures(self) -> list[dict[str, Any]]:
        drawn = b"GIF89a, or so" if self.answers == "not a picture" else self.picture
        text = "*not base64*" if self.answers == "no base64" else base64.b64encode(drawn).decode()
        return [] if self.answers == "no picture" else [{"b64_json": text}]


def _wrong(body: Any) -> tuple[int, str, str] | None:
    """What the real one would object to."""
    allowed = {"model", "prompt", "n", "size", "quality", "output_format", "background", "moderation"}
    if not isinstance(body, dict) or not body.keys() <= allowed:
        return 400, "invalid_request_error", "unknown_parameter"
    if body.get("model") not in MODELS:
        return 404, "invalid_request_error", "model_not_found"
    size = re.fullmatch(r"(\d+)x(\d+)", str(body.get("size")))
    fits = (
        0 < len(body.get("prompt", "")) <= 32_000
        and size is not None
        and all(int(edge) % 16 == 0 for edge in size.groups())
        and body.get("quality") in {"low", "medium", "high", "auto"}
        and body.get("output_format") in {"png", "jpeg", "webp"}
        and body.get("moderation") in {"low", "auto"}
        and body.get("background") in {"transparent", "opaque", "auto"}
    )
    return None if fits else (400, "invalid_request_error", "invalid_value")


def _error(status: int, kind: str, code: str | None, message: str) -> Answer:
    return json_answer({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)


@contextmanager
def openai_images_api() -> Iterator[OpenAiDouble]:
    with served(OpenAiDouble()) as api:
        yield api
