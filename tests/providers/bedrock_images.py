"""Bedrock's InvokeModel for Stability models as a local server.

Wire format: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html, and per model
https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-image-core-text-image-request-response.html
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.providers.artwork import artwork
from tests.providers.bedrock import BAD_REQUEST, ERRORS, NOT_FOUND, BedrockRuntime, Error
from tests.providers.http_double import Request, served

MODELS = ("stability.stable-image-core-v1:1", "stability.stable-image-ultra-v1:1", "stability.sd3-5-large-v1:0")
RATIOS = ("16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21")

_ERRORS: dict[str, Error] = {
    "not ready": (429, "ModelNotReadyException"),
    "model too slow": (408, "ModelTimeoutException"),
    "model broken": (424, "ModelErrorException"),
    "model ended": NOT_FOUND,
    "bad request": BAD_REQUEST,
}
_REASONS = {
    "refused": "Filter reason: prompt",
    "picture refused": "Filter reason: output image",
    "inference error": "Inference error",
}
_PATH = re.compile(r"/model/([^/]+)/invoke")


class BedrockDouble(BedrockRuntime):
    """`answers`: BedrockRuntime's, the keys of both tables above, no picture, not a picture."""

    errors: ClassVar = ERRORS | _ERRORS

    def __init__(self) -> None:
        super().__init__()
        self.picture = artwork()

    def wrong(self, request: Request) -> Error | None:
        model = _PATH.fullmatch(request.path)
        if request.method != "POST" or not model or unquote(model[1]) not in MODELS:
            return NOT_FOUND
        return None if _fits(request.json) else BAD_REQUEST

    def reply(self, request: Request) -> dict[str, Any]:
        if self.answers in _REASONS:
            return {"finish_reasons": [_REASONS[self.answers]]}
        picture = base64.b64encode(b"GIF89a, or so" if self.answers == "not a picture" else self.picture).decode()
        images = [] if self.answers == "no picture" else [picture]
        return {"seeds": [request.json["seed"]], "finish_reasons": [None], "images": images}


def _fits(body: Any) -> bool:
    allowed = {"prompt", "negative_prompt", "aspect_ratio", "output_format", "seed", "mode"}
    return (
        isinstance(body, dict)
        and body.keys() <= allowed
        and 0 < len(body.get("prompt", "")) <= 10_000
        and len(body.get("negative_prompt", "")) <= 10_000
        and body.get("aspect_ratio") in RATIOS
        and body.get("output_format") in {"png", "jpeg"}
        and body.get("mode") == "text-to-image"
        and 0 <= body.get("seed", 0) < 2**32
    )


@contextmanager
def bedrock_api() -> Iterator[BedrockDouble]:
    with served(BedrockDouble()) as api:
        yield api
