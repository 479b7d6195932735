"""OpenAI's image generation as a local server: POST /v1/images/generations.

Wire format: https://platform.openai.com/docs/api-reference/images/create
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from tests.providers.artwork import artwork
from tests.providers.http_double import Request, Response, served
from tests.providers.openai import ERRORS, NO_SUCH_MODEL, NO_SUCH_PATH, Error, OpenAiApi

MODELS = ("gpt-image-2", "gpt-image-2.5-flare")

_ERRORS: dict[str, Error] = {
    "refused": (400, "image_generation_user_error", "moderation_blocked"),
    "refused by policy": (400, "invalid_request_error", "content_policy_violation"),
    "refused by another code": (400, "image_generation_user_error", "output_blocked"),
    "refused without code": (400, "image_generation_user_error", None),
    "not verified": (403, "invalid_request_error", None),
    "over the bill": (400, "billing_limit_user_error", "billing_hard_limit_reached"),
    "no such model": NO_SUCH_MODEL,
    "no such size": (400, "invalid_request_error", "invalid_value"),
}


class OpenAiDouble(OpenAiApi):
    """`answers`: OpenAiApi's, the keys of the table above, no picture, no base64, not a picture, a page."""

    errors: ClassVar = ERRORS | _ERRORS

    def __init__(self) -> None:
        super().__init__()
        self.picture = artwork()
        self.form = "b64_json"
        "How the picture is in the reply: b64_json, wrapped, data URL, b64_json data URL, or url."

    def answer(self, request: Request) -> Response:
        if request.method == "GET" and request.path == "/v1/picture.png":
            return Response(200, self.picture, "image/png")
        if self.answers == "a page":
            return Response(502, b"<html>Bad gateway</html>", "text/html")
        return super().answer(request)

    def wrong(self, request: Request) -> Error | None:
        if request.method != "POST" or request.path != "/v1/images/generations":
            return NO_SUCH_PATH
        return _wrong(request.json)

    def reply(self) -> dict[str, Any]:
        return {"created": 1_795_000_000, "data": self._pictures(), "output_format": "png"}

    def _pictures(self) -> list[dict[str, Any]]:
        picture = b"GIF89a, or so" if self.answers == "not a picture" else self.picture
        text = "*not base64*" if self.answers == "no base64" else base64.b64encode(picture).decode()
        return [] if self.answers == "no picture" else [self._entry(picture, text)]

    def _entry(self, picture: bytes, text: str) -> dict[str, Any]:
        data_url = f"data:image/png;base64,{text}"
        return {
            "b64_json": {"b64_json": text, "url": None},
            "wrapped": {"b64_json": base64.encodebytes(picture).decode()},
            "data URL": {"url": data_url},
            "b64_json data URL": {"b64_json": data_url},
            "url": {"b64_json": None, "url": f"{self.url}/picture.png"},
        }[self.form]


def _wrong(body: Any) -> Error | None:
    allowed = {"model", "prompt", "n", "size", "quality", "output_format", "background", "moderation"}
    if not isinstance(body, dict) or not body.keys() <= allowed:
        return 400, "invalid_request_error", "unknown_parameter"
    if body.get("model") not in MODELS:
        return NO_SUCH_MODEL
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


@contextmanager
def openai_images_api() -> Iterator[OpenAiDouble]:
    with served(OpenAiDouble()) as api:
        yield api
