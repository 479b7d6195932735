"""Moderation by OpenAI's moderation model: POST moderations → results[0], {flagged, categories: {name: bool}}.

Free of charge, but needs an API key. https://platform.openai.com/docs/api-reference/moderations/create
"""

from typing import Any

from stikadoo.aws.secrets import Secret
from stikadoo.errors import ProviderUnavailable
from stikadoo.provider.http import HttpClient
from stikadoo.provider.openai import provider_error
from stikadoo.worker_settings import ModerateSettings

SECONDS = 8.0
"The timeout of one attempt; the state machine retries."

_CATEGORIES = {
    "self-harm": "self_harm",
    "sexual": "sexual",
    "hate": "hate",
    "violence": "violence",
    "illicit": "misconduct",
    "harassment": "harassment",
}
"By the part before the slash, as in «self-harm/intent»; gravest first."
_SETTINGS = ("openai_moderation_model", "openai_url")


class OpenAi:
    """One request per wish."""

    def __init__(self, settings: ModerateSettings, key: Secret, seconds: float = SECONDS) -> None:
        self._model = settings.openai_moderation_model
        self._key = key
        self._http = HttpClient("openai", settings.openai_url, seconds)

    def flagged_category(self, text: str) -> str | None:
        response = self._http.post("moderations", self._key.value(), {"model": self._model, "input": text})
        if response.status != 200:
            raise provider_error(response, _SETTINGS)
        try:
            result = response.json_object["results"][0]
            flagged, categories = result["flagged"], result["categories"]
        except (LookupError, TypeError):
            raise ProviderUnavailable("openai", "a response without a result") from None
        if not isinstance(flagged, bool) or not isinstance(categories, dict):
            raise ProviderUnavailable("openai", "a response without a result")
        return _gravest(categories) if flagged else None


def _gravest(categories: dict[str, Any]) -> str:
    flagged = {name.partition("/")[0] for name, is_flagged in categories.items() if is_flagged is True}
    return next((ours for theirs, ours in _CATEGORIES.items() if theirs in flagged), "other")
