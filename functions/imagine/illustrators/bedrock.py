"""Stability models on Amazon Bedrock: InvokeModel → images[0], base64.

A refusal is HTTP 200 with finish_reasons[0] "Filter reason: prompt"; null means success.
https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-image-core-text-image-request-response.html
"""

import json
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from functions.imagine.illustrators import Drawing, Job, Request
from functions.imagine.illustrators.png import as_png, from_base64
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.errors import PictureRefused, PictureUnusable, ProviderUnavailable
from stikadoo.provider.errors import ErrorCategory, ErrorMapping
from stikadoo.worker_settings import ImagineSettings

_CONNECT_SECONDS = 5.0
LONGEST_PROMPT = 10_000
SEEDS = 2**32 - 2
"1 to 4294967294; 0 would mean a random seed."

_REFUSALS = ErrorMapping(
    "bedrock",
    ("bedrock_model", "bedrock_region"),
    {
        "ServiceQuotaExceededException": ErrorCategory.THROTTLED,
        "ModelNotReadyException": ErrorCategory.UNAVAILABLE,
    },
)


class Bedrock:
    """Synchronous: about ten seconds."""

    engine = "bedrock"

    def __init__(self, settings: ImagineSettings) -> None:
        self._settings = settings

    def start(self, request: Request) -> Drawing | Job:
        png = as_png(self.engine, from_base64(self.engine, _picture(self._invoke(request))))
        return Drawing(png, self._settings.bedrock_model, PROMPT_VERSION)

    def check(self, job: str, limit_seconds: float) -> Drawing | Job:
        """Raises LookupError: the engine has no jobs."""
        raise LookupError("bedrock is synchronous and has no jobs")

    def _invoke(self, request: Request) -> bytes:
        try:
            response = self._client(request.limit_seconds).invoke_model(
                modelId=self._settings.bedrock_model,
                contentType="application/json",
                accept="application/json",
                body=json.dumps(self._body(request)),
            )
            return bytes(response["body"].read())
        except ClientError as exc:
            code = exc.response.get("Error", {}).get("Code", "")
            raise _REFUSALS.error(code, exc.response["ResponseMetadata"]["HTTPStatusCode"]) from None
        except BotoCoreError as exc:
            raise ProviderUnavailable(self.engine, type(exc).__name__) from None

    def _client(self, limit_seconds: float) -> Any:
        """For one call: boto3 takes its time-outs with the client."""
        session: Any = boto3  # its stubs accept only literal service names
        connect = min(_CONNECT_SECONDS, limit_seconds / 2)
        return session.client(
            "bedrock-runtime",
            region_name=self._settings.bedrock_region or None,
            config=Config(
                connect_timeout=connect,
                read_timeout=limit_seconds - connect,
                retries={"total_max_attempts": 1},  # the state machine retries
            ),
        )

    def _body(self, request: Request) -> dict[str, Any]:
        style = self._settings.picture_style
        prompt = prompt_of(request.text, style, language=request.language, longest=LONGEST_PROMPT)
        request.keep_prompt(prompt.text)
        return {
            "mode": "text-to-image",
            "prompt": prompt.text,
            "negative_prompt": prompt.negative,
            "aspect_ratio": "1:1",
            "output_format": "png",
            "seed": 1 + request.seed % SEEDS,
        }


def _picture(response: bytes) -> Any:
    """Raises PictureRefused, PictureUnusable and ProviderUnavailable."""
    try:
        facts = json.loads(response)
        reason = next(iter(facts.get("finish_reasons") or ()), None)
    except (ValueError, AttributeError, TypeError) as exc:
        raise ProviderUnavailable("bedrock", "the reply cannot be parsed") from exc
    if isinstance(reason, str) and reason.startswith("Filter reason"):
        raise PictureRefused("bedrock", "picture" if "image" in reason else "prompt")
    if reason is not None:
        raise ProviderUnavailable("bedrock", "the model failed")
    if not facts.get("images"):
        raise PictureUnusable("bedrock", "no picture in the reply")
    return facts["images"][0]
