"""Moderation services, used after the word list. One module per service, imported when used."""

from collections.abc import Callable
from functools import cache
from typing import Protocol

from stikadoo.errors import UnknownProvider
from stikadoo.worker_settings import ModerateSettings


class Moderator(Protocol):
    """A moderation service."""

    def flagged_category(self, text: str) -> str | None:
        """The flagged category, never the words; None if the text is fit.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRefusedKey, MissingSettings.
        """


def _guardrail(settings: ModerateSettings) -> Moderator:
    from functions.moderate.moderators.guardrail import Guardrail

    return Guardrail(settings)


def _openai(settings: ModerateSettings) -> Moderator:
    from functions.moderate.moderators.openai import OpenAi
    from stikadoo.aws.clients import client
    from stikadoo.aws.secrets import Secret

    return OpenAi(settings, Secret("openai_key_parameter", settings.openai_key_parameter, client("ssm")))


MODERATORS: dict[str, Callable[[ModerateSettings], Moderator]] = {"guardrail": _guardrail, "openai": _openai}
"By the name in STIKADOO_MODERATOR."


@cache
def configured_moderators(settings: ModerateSettings) -> tuple[Moderator, ...]:
    """The services in the order of the setting, cached. Raises UnknownProvider, MissingSettings."""
    names = [part.strip() for part in settings.moderator.split(",") if part.strip()]
    for name in names:
        if name not in MODERATORS:
            raise UnknownProvider("moderator", name, tuple(MODERATORS))
    return tuple(MODERATORS[name](settings) for name in names)
