"""The code a company answers instead of what it was asked for becomes an error of ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from stikadoo.errors import (
    MissingSettings,
    PictureRefused,
    ProviderRefusedKey,
    ProviderThrottled,
    ProviderUnavailable,
    StikadooError,
)
from stikadoo.settings import variable

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class Meaning(Enum):
    """What a code says of whom."""

    CHILD = auto()
    "This is not for drawing."
    KEY = auto()
    "The key, its rights, or the account's money."
    SETTINGS = auto()
    "The model or the size asked for is not to be had. Asking again is no use: an operator has to set another."
    THROTTLED = auto()
    UNAVAILABLE = auto()


_STATUSES = {
    401: Meaning.KEY,
    402: Meaning.KEY,
    403: Meaning.KEY,
    408: Meaning.UNAVAILABLE,
    409: Meaning.UNAVAILABLE,
    424: Meaning.UNAVAILABLE,
    429: Meaning.THROTTLED,
}


@dataclass(frozen=True)
class Refusals:
    """One provider's codes; those it does not list are read by their HTTP status."""

    provider: str
    settings: tuple[str, ...]
    "The fields that choose what is asked for."
    codes: Mapping[str, Meaning]
    "Whole, or the part before the first dot."

    def error(self, code: str, status: int) -> StikadooError:
        """An error to raise."""
        meaning = self.codes.get(code) or self.codes.get(code.partition(".")[0]) or _by_status(status)
        said = code if _NAME.fullmatch(code) else f"HTTP {status}"
        match meaning:
            case Meaning.CHILD:
                return PictureRefused(self.provider, said)
            case Meaning.KEY:
                return ProviderRefusedKey(self.provider)
            case Meaning.SETTINGS:
                names = ", ".join(map(variable, self.settings))
                return MissingSettings((f"{names} ({self.provider} answered {said})",))
            case Meaning.THROTTLED:
                return ProviderThrottled(self.provider, said)
            case Meaning.UNAVAILABLE:
                return ProviderUnavailable(self.provider, said)


def _by_status(status: int) -> Meaning:
    if status in _STATUSES:
        return _STATUSES[status]
    return Meaning.SETTINGS if 400 <= status < 500 else Meaning.UNAVAILABLE
