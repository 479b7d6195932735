"""A wish becomes a picture by OpenAI's GPT Image: POST images/generations → data[0].b64_json.

There is no seed and no negative prompt. https://platform.openai.com/docs/api-reference/images/create
"""

from typing import Any

from functions.imagine.illustrators import Drawing, Job, Request
from functions.imagine.illustrators.pictures import as_png, from_base64
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.aws.secrets import Secret
from stikadoo.errors import ProviderUnavailable
from stikadoo.provider.http import HttpClient, Response
from stikadoo.provider.openai import provider_error
from stikadoo.worker_settings import ImagineSettings

SECONDS = 100.0
"Of the worker's 120 s."
LONGEST_PROMPT = 32_000

_SETTINGS = ("openai_model", "openai_size", "openai_quality", "openai_url")
_NOT_FOR_DRAWING = ("moderation_blocked", "content_policy_violation", "image_generation_user_error")


class OpenAi:
    """Always answers at once, after some twenty seconds."""

    engine = "openai"

    def __init__(self, settings: ImagineSettings, key: Secret, seconds: float = SECONDS) -> None:
        self._settings = settings
        self._key = key
        self._http = HttpClient(self.engine, settings.openai_url, seconds)

    def start(self, request: Request) -> Drawing | Job:
        reply = self._http.post("images/generations", self._key.value(), self._question(request))
        png = as_png(self.engine, from_base64(self.engine, _picture(reply)))
        return Drawing(png, self._settings.openai_model, PROMPT_VERSION)

    def check(self, job: str) -> Drawing | Job:
        """Raises LookupError: there are no jobs here."""
        raise LookupError("openai draws at once and leaves no jobs")

    def _question(self, request: Request) -> dict[str, Any]:
        style = self._settings.picture_style
        prompt = prompt_of(request.text, style, language=request.language, longest=LONGEST_PROMPT)
        request.keep_prompt(prompt.text)
        return {
            "model": self._settings.openai_model,
            "prompt": prompt.text,
            "n": 1,
            "size": self._settings.openai_size,
            "quality": self._settings.openai_quality,
            "output_format": "png",
            "background": "opaque",
            "moderation": "auto",
        }


def _picture(reply: Response) -> Any:
    """Raises what the reply's code, type or status means."""
    if reply.status != 200:
        raise provider_error(reply, _SETTINGS, _NOT_FOR_DRAWING)
    try:
        return reply.json_object["data"][0]["b64_json"]
    except (LookupError, TypeError) as exc:
        raise ProviderUnavailable("openai", "no picture in the reply") from exc
