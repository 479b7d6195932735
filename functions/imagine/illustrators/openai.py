"""OpenAI's GPT Image: POST images/generations → data[0].b64_json.

Compatible gateways answer data[0].url instead, an address or a data URL. It takes no seed and no negative prompt. https://platform.openai.com/docs/api-reference/images/create
"""

from typing import Any

from functions.imagine.illustrators import Drawing, Job, Request
from functions.imagine.illustrators.png import as_png, from_base64
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.aws.secrets import Secret
from stikadoo.errors import PictureUnusable, ProviderUnavailable
from stikadoo.provider.deadline import Deadline
from stikadoo.provider.http import HttpClient, Response
from stikadoo.provider.openai import provider_error
from stikadoo.worker_settings import ImagineSettings

LONGEST_PROMPT = 32_000

_SETTINGS = ("openai_model", "openai_size", "openai_quality", "openai_url")
_REFUSED = ("moderation_blocked", "content_policy_violation", "image_generation_user_error")


class OpenAi:
    """Synchronous: about twenty seconds."""

    engine = "openai"

    def __init__(self, settings: ImagineSettings, key: Secret) -> None:
        self._settings = settings
        self._key = key
        self._http = HttpClient(
            self.engine, settings.openai_url, settings.illustrator_attempt_seconds, settings.picture_hosts
        )

    def start(self, request: Request) -> Drawing | Job:
        deadline = Deadline.after(request.limit_seconds)
        response = self._http.post("images/generations", self._key.value(), self._body(request), deadline=deadline)
        png = as_png(self.engine, self._picture(_entry(response), deadline))
        return Drawing(png, self._settings.openai_model, PROMPT_VERSION)

    def check(self, job: str, limit_seconds: float) -> Drawing | Job:
        """Raises LookupError: the engine has no jobs."""
        raise LookupError("openai is synchronous and has no jobs")

    def _picture(self, entry: dict[str, Any], deadline: Deadline) -> bytes:
        encoded, url = entry.get("b64_json"), entry.get("url")
        if not encoded and isinstance(url, str) and not url.startswith("data:"):
            return self._http.fetch(url, deadline)
        return from_base64(self.engine, encoded or url)

    def _body(self, request: Request) -> dict[str, Any]:
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


def _entry(response: Response) -> dict[str, Any]:
    """Raises the error that the code, type or status of the response stands for."""
    if response.status != 200:
        raise provider_error(response, _SETTINGS, _REFUSED)
    if "data" not in response.json_object:
        raise ProviderUnavailable("openai", "the reply cannot be parsed")
    try:
        entry = response.json_object["data"][0]
    except (LookupError, TypeError) as exc:
        raise PictureUnusable("openai", "no picture in the reply") from exc
    if not isinstance(entry, dict):
        raise PictureUnusable("openai", "no picture in the reply")
    return entry
