"""A service says whether a wish is fit for children, after the word list. One a file, imported on use."""

from collections.abc import Callable, Iterator
from typing import Protocol

from stikadoo.errors import UnknownProvider
from stikadoo.worker_settings import ModerateSettings


class Moderator(Protocol):
    """A service that judges words."""

    def objection(self, text: str) -> str | None:
        """A category, never the words; None if there is none.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRefusedKey, MissingSettings.
        """


MODERATORS: dict[str, Callable[[ModerateSettings], Moderator]] = {}
"By the names in STIKADOO_MODERATOR."


def chosen_moderators(settings: ModerateSettings) -> Iterator[Moderator]:
    """In the order of the setting. Raises UnknownProvider, and MissingSettings for what a service needs."""
    for name in (part.strip() for part in settings.moderator.split(",") if part.strip()):
        if name not in MODERATORS:
            raise UnknownProvider("moderator", name, tuple(MODERATORS))
        yield MODERATORS[name](settings)
