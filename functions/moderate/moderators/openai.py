"""A wish is judged by OpenAI's moderation model: POST moderations → results[0], {flagged, categories: {name: bool}}.

Free of charge, but with a key. An error is {"error": {code, type, message}}; its message may quote what was asked or
part of the key, so only code and type are read, and no exception is chained.
https://platform.openai.com/docs/api-reference/moderations/create
"""

import json
import logging
import re
from typing import Any

import httpx

from stikadoo.aws.secrets import Secret
from stikadoo.errors import (
    MissingSettings,
    ProviderRefusedKey,
    ProviderThrottled,
    ProviderUnavailable,
    StikadooError,
)
from stikadoo.settings import variable
from stikadoo.worker_settings import ModerateSettings

SECONDS = 8.0
"For one attempt; the machine tries again."

_CATEGORIES = {
    "self-harm": "self_harm",
    "sexual": "sexual",
    "hate": "hate",
    "violence": "violence",
    "illicit": "misconduct",
    "harassment": "harassment",
}
"Before the slash: «self-harm/intent». Gravest first."
_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_PLAIN = re.compile(r"[a-z_]{1,60}")

for _chatty in ("httpx", "httpcore"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)  # below it they tell addresses


class OpenAi:
    """One question a wish."""

    def __init__(self, settings: ModerateSettings, key: Secret, seconds: float = SECONDS) -> None:
        self._model = settings.openai_moderation_model
        self._address = f"{settings.openai_url.rstrip('/')}/moderations"
        self._key = key
        self._client = httpx.Client(timeout=httpx.Timeout(seconds, connect=3.0))

    def objection(self, text: str) -> str | None:
        status, facts = self._ask({"model": self._model, "input": text})
        if status != 200:
            raise _error(status, facts)
        try:
            judged = facts["results"][0]
            flagged, categories = judged["flagged"], judged["categories"]
        except (LookupError, TypeError):
            raise ProviderUnavailable("openai", "a reply without a result") from None
        if not isinstance(flagged, bool) or not isinstance(categories, dict):
            raise ProviderUnavailable("openai", "a reply without a result")
        return _gravest(categories) if flagged else None

    def _ask(self, question: dict[str, str]) -> tuple[int, Any]:
        """The status, and the JSON it came with; None if it came with none."""
        key = self._key.value()
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ProviderRefusedKey("openai")  # httpx would quote it in its own error
        try:
            reply = self._client.post(self._address, json=question, headers={"Authorization": f"Bearer {key}"})
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise ProviderUnavailable("openai", type(exc).__name__) from None
        try:
            return reply.status_code, json.loads(reply.content)
        except ValueError:
            return reply.status_code, None


def _gravest(categories: dict[str, Any]) -> str:
    flagged = {name.partition("/")[0] for name, is_flagged in categories.items() if is_flagged is True}
    return next((ours for theirs, ours in _CATEGORIES.items() if theirs in flagged), "other")


def _error(status: int, facts: Any) -> StikadooError:
    error = facts.get("error") if isinstance(facts, dict) else None
    said = error.get("code") or error.get("type") if isinstance(error, dict) else None
    code = said if isinstance(said, str) and _PLAIN.fullmatch(said) else f"HTTP {status}"
    if status in {401, 402, 403} or code in _NO_MONEY:
        return ProviderRefusedKey("openai")
    if status == 429:
        return ProviderThrottled("openai", code)
    if status in {408, 409} or status < 400 or status >= 500:
        return ProviderUnavailable("openai", code)
    names = ", ".join(map(variable, ("openai_moderation_model", "openai_url")))
    return MissingSettings((f"{names} (openai answered {code})",))
