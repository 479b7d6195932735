"""When a connection needs a message, when it is idle, and whether a wish is in progress. No I/O, no clock.

Firmware reconnects at the next press if it has received no text or audio for 120 s (protocol.cc: IsTimeout), and loses
that press. So an idle connection is closed before, and a device that waits for its sticker gets a message in time.
WebSocket pings do not count, and some boards answer none. Every time here is in seconds on the caller's clock.
"""

from dataclasses import dataclass
from enum import Enum, auto

from edge.wish import Progress

LONGEST_WISH_SECONDS = 900.0
"The state machine's own time-out."

CLOSING_WORDS_SECONDS = 5.0
"After an image, for its pieces and the closing words."


NEVER = float("inf")


@dataclass(frozen=True)
class LivenessLimits:
    idle_seconds: float = 90.0
    "Without a text or audio in either direction; 0: never idle."
    waiting_seconds: float = 60.0
    "Without a message to a device that waits for its sticker."


class Action(Enum):
    REASSURE = auto()
    "Send the device a message that changes nothing."
    CLOSE = auto()


class Liveness:
    """Of one connection, from its beginning."""

    def __init__(self, limits: LivenessLimits, now: float) -> None:
        self._limits = limits
        self._progress = Progress.NONE
        self._since = self._last_message = self._last_received = now

    def sent(self, progress: Progress, now: float) -> None:
        """The device sent a text or audio; `progress` is its wish's after that."""
        self._note(progress, now)

    def received(self, progress: Progress, now: float) -> None:
        """The device was sent a text."""
        self._note(progress, now)
        self._last_received = now

    def reassured(self, now: float) -> None:
        """The device was sent a message of ours, which does not prolong an idle connection."""
        self._last_received = now

    def ends(self, now: float) -> float:
        """When the wish in progress ends if no message comes; not later than now if there is none in progress."""
        match self._progress:
            case Progress.AWAITED:
                return self._since + LONGEST_WISH_SECONDS
            case Progress.DELIVERED:
                return self._last_message + CLOSING_WORDS_SECONDS
            case Progress.RECORDED:
                return self._last_message + (self._limits.idle_seconds or NEVER)
        return now

    def next_action(self, now: float) -> tuple[float, Action]:
        """The next action and its time, if no message comes before."""
        if self._progress is Progress.AWAITED and now < self.ends(now):
            return self._last_received + self._limits.waiting_seconds, Action.REASSURE
        return self._last_message + (self._limits.idle_seconds or NEVER), Action.CLOSE

    def _note(self, progress: Progress, now: float) -> None:
        self._last_message = now
        if progress is not self._progress:
            self._progress, self._since = progress, now
