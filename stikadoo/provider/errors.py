"""Maps provider error codes to our exceptions."""

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
    """What an error code is about: the wish, the key, the configuration, or the provider's load."""

    CONTENT = auto()
    "The provider's content policy refused the wish or the picture."
    KEY = auto()
    "The API key, its permissions, or the account's balance."
    SETTINGS = auto()
    "The configured model or size is not available: an operator has to choose another."
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
    """One provider's error codes; a code that is not listed is mapped by the HTTP status."""

    provider: str
    settings: tuple[str, ...]
    "The settings that select the model, the size and the like."
    codes: Mapping[str, ErrorCategory]
    "By the whole code, or its part before the first dot."

    def error(self, code: str, status: int) -> StikadooError:
        """The exception to raise."""
        category = self.codes.get(code) or self.codes.get(code.partition(".")[0]) or _by_status(status)
        reason = code if _NAME.fullmatch(code) else f"HTTP {status}"
        match category:
            case ErrorCategory.CONTENT:
                return PictureRefused(self.provider, reason)
            case ErrorCategory.KEY:
                return ProviderRefusedKey(self.provider)
            case ErrorCategory.SETTINGS:
                names = ", ".join(map(variable, self.settings))
                return MissingSettings((f"{names} ({self.provider} answered {reason})",))
            case ErrorCategory.THROTTLED:
                return ProviderThrottled(self.provider, reason)
            case ErrorCategory.UNAVAILABLE:
                return ProviderUnavailable(self.provider, reason)


def _by_status(status: int) -> ErrorCategory:
    if status in _STATUSES:
        return _STATUSES[status]
    return ErrorCategory.SETTINGS if 400 <= status < 500 else ErrorCategory.UNAVAILABLE
