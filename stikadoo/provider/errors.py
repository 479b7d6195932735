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


class ErrorCategory(Enum):
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
    401: ErrorCategory.KEY,
    402: ErrorCategory.KEY,
    403: ErrorCategory.KEY,
    408: ErrorCategory.UNAVAILABLE,
    409: ErrorCategory.UNAVAILABLE,
    424: ErrorCategory.UNAVAILABLE,
    429: ErrorCategory.THROTTLED,
}


@dataclass(frozen=True)
class ErrorMapping:
    """One provider's codes; those it does not list are read by their HTTP status."""

    provider: str
    settings: tuple[str, ...]
    "The fields that choose what is asked for."
    codes: Mapping[str, ErrorCategory]
    "Whole, or the part before the first dot."

    def error(self, code: str, status: int) -> StikadooError:
        """An error to raise."""
        meaning = self.codes.get(code) or self.codes.get(code.partition(".")[0]) or _by_status(status)
        said = code if _NAME.fullmatch(code) else f"HTTP {status}"
        match meaning:
            case ErrorCategory.CONTENT:
                return PictureRefused(self.provider, said)
            case ErrorCategory.KEY:
                return ProviderRefusedKey(self.provider)
            case ErrorCategory.SETTINGS:
                names = ", ".join(map(variable, self.settings))
                return MissingSettings((f"{names} ({self.provider} answered {said})",))
            case ErrorCategory.THROTTLED:
                return ProviderThrottled(self.provider, said)
            case ErrorCategory.UNAVAILABLE:
                return ProviderUnavailable(self.provider, said)


def _by_status(status: int) -> ErrorCategory:
    if status in _STATUSES:
        return _STATUSES[status]
    return ErrorCategory.SETTINGS if 400 <= status < 500 else ErrorCategory.UNAVAILABLE
