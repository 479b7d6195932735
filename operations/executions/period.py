"""A period of time as an operator gives it: «2h» and the like are ago, anything else is a date or a time in ISO 8601.

90s  30m  2h  1d  2026-11-28  2026-11-28T09:30  2026-11-28T09:30Z
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Period:
    """From `since`, as far as `until`."""

    since_text: str
    until_text: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a text that is no time."""
        since, until = self.since, self.until
        if until is not None and until <= since:
            raise ValueError(f"--until {self.until_text} is not after --since {self.since_text}")

    @property
    def since(self) -> datetime:
        return moment(self.since_text)

    @property
    def until(self) -> datetime | None:
        return None if self.until_text is None else moment(self.until_text, "--until")

    def __str__(self) -> str:
        until = f" until {_words(self.until_text)}" if self.until_text else ""
        return f"since {_words(self.since_text)}{until}"


def moment(text: str, option: str = "--since") -> datetime:
    """Without a time zone it is local time. Raises ValueError."""
    try:
        if is_ago(text):
            return datetime.now(UTC) - timedelta(**{_UNITS[text[-1]]: int(text[:-1])})
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise ValueError(f"{option} {text}: say 30m, 2h or 1d for a time ago, or a time as 2026-11-28T09:30") from exc


def is_ago(text: str) -> bool:
    return re.fullmatch(r"[0-9]+[smhd]", text, re.ASCII) is not None


def _words(text: str) -> str:
    return f"{text} ago" if is_ago(text) else text
