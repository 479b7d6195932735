"""Bedrock's InvokeModel for Stability models as a local server; set AWS_ENDPOINT_URL_BEDROCK_RUNTIME to its URL.

Wire format: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html, and per model
https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-image-core-text-image-request-response.html
Its messages quote what was asked.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from tests.providers.artwork import artwork
from tests.providers.http_double import Answer, Asked, HttpDouble, json_answer, served

MODELS = ("stability.stable-image-core-v1:1", "stability.stable-image-ultra-v1:1", "stability.sd3-5-large-v1:0")
RATIOS = ("16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21")

_ERRORS = {
    "throttled": (429, "ThrottlingException"),
    "over quota": (400, "ServiceQuotaExceededException"),
    "not ready": (429, "ModelNotReadyException"),
    "unavailable": (503, "ServiceUnavailableException"),
    "broken": (500, "InternalServerException"),
    "model too slow": (408, "ModelTimeoutException"),
    "model broken": (424, "ModelErrorException"),
    "bad key": (403, "UnrecognizedClientException"),
    "not allowed": (403, "AccessDeniedException"),
    "model ended": (404, "ResourceNotFoundException"),
    "bad request": (400, "ValidationException"),
}
_REASONS = {
    "refused": "Filter reason: prompt",
    "picture refused": "Filter reason: output image",
    "inference error": "Inference error",
}
_PATH = re.compile(r"/model/([^/]+)/invoke")


class BedrockDouble(HttpDouble):
    """Besides the network's: success, the keys of both tables above, no picture, not a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = artwork()

    def answer(self, asked: Asked) -> Answer:
        if self.answers in _ERRORS:
            return _error(*_ERRORS[self.answers], f"About your request {asked.body.decode()!r}")
        if not re.match(r"AWS4-HMAC-SHA256 Credential=[^/]+/\d+/[^/]+/bedrock/", asked.headers["Authorization"] or ""):
            return _error(403, "AccessDeniedException", "not signed")
        model = _PATH.fullmatch(asked.path)
        if asked.method != "POST" or not model or unquote(model[1]) not in MODELS:
            return _error(404, "ResourceNotFoundException", "This model version has reached the end of its life.")
        if not _fits(asked.json):
            return _error(400, "ValidationException", f"About your request {asked.body.decode()!r}")
        return json_answer(self._picture(asked.json))

    def _picture(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.answers in _REASONS:
            return {"finish_reasons": [_REASONS[self.answers]]}
        drawn = base64.b64encode(b"GIF89a, or so" if self.answers == "not a picture" else self.picture).decode()
        images = [] if self.answers == "no picture" else [drawn]
        return {"seeds": [body["seed"]], "finish_reasons": [None], "images": images}


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


def _error(status: int, code: str, message: str) -> Answer:
    return json_answer({"message": message}, status, **{"x-amzn-ErrorType": f"{code}:http://internal.amazon.com/"})


@contextmanager
def bedrock_api() -> Iterator[BedrockDouble]:
    with served(BedrockDouble()) as api:
        yield api
