"""A service says whether a wish is fit for children, after the word list. One a file, imported on use."""

from collections.abc import Callable
from functools import cache
from typing import Protocol

from stikadoo.errors import UnknownProvider
from stikadoo.worker_settings import ModerateSettings


class Moderator(Protocol):
    """A service that judges words."""

    def objection(self, text: str) -> str | None:
        """A category, never the words; None if there is none.

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
"By the names in STIKADOO_MODERATOR."


@cache
def chosen_moderators(settings: ModerateSettings) -> tuple[Moderator, ...]:
    """This process's, in the order of the setting. Raises UnknownProvider, and MissingSettings for what one needs."""
    names = [part.strip() for part in settings.moderator.split(",") if part.strip()]
    for name in names:
        if name not in MODERATORS:
            raise UnknownProvider("moderator", name, tuple(MODERATORS))
    return tuple(MODERATORS[name](settings) for name in names)
