"""A conversation's turns, derived from its events: a turn is one recording, or one typed wish.

    listen start ─▶ listening ─ stop ─▶ processing ─ end of the execution ─▶ ended
                        │                   └─ abort ─▶ cancelled
                        └─ abort, goodbye, disconnect ─▶ discarded
    typed wish ─▶ processing …
                      └─ listen start within WAKE_WORD_MS ─▶ cancelled: it was a wake word

API Gateway promises no order, and a route may start cold. So a route adds its message's event, with the time at which
API Gateway received it, to a set, and every reader derives the turns from the whole set, in order of time. An event
belongs to the newest turn that began before it. The order in which events are added, and repetitions, change nothing.

An event is stored as text: "1795245021001 start manual", "1795245023004 stop 40". The numbers are Unix milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from stikadoo.execution import ListenMode


class Kind(StrEnum):
    """In the order in which events of the same millisecond apply: firmware sends abort and listen start together."""

    STOP = "stop"
    "listen stop; value: last_seq, or nothing."
    ABORT = "abort"
    CLOSE = "close"
    "goodbye or $disconnect."
    WISH = "wish"
    "A typed wish."
    START = "start"
    "listen start; value: the listen mode."
    END = "end"
    "The end of an execution; value: its recording's id and its outcome."


BEGINNINGS = (Kind.WISH, Kind.START)
_RANK = {kind: rank for rank, kind in enumerate(Kind)}

WAKE_WORD_MS = 1000
"""Firmware that hears its wake word sends listen detect with the word, and at once listen start. A text that is
followed by a listen start this soon is no wish, whatever it says: nobody types a wish and speaks within a second."""


@dataclass(frozen=True)
class Event:
    at_ms: int
    "API Gateway's requestTimeEpoch; of an end, the worker's clock."
    kind: Kind
    value: str = ""

    def __str__(self) -> str:
        return f"{self.at_ms:013d} {self.kind} {self.value}".rstrip()

    @classmethod
    def parse(cls, text: str) -> Event:
        """Raises ValueError."""
        at_ms, kind, *value = text.split(" ", 2)
        return cls(int(at_ms), Kind(kind), value[0] if value else "")

    @property
    def order(self) -> tuple[int, int, str]:
        return self.at_ms, _RANK[self.kind], self.value


class TurnState(StrEnum):
    LISTENING = "listening"
    PROCESSING = "processing"
    DISCARDED = "discarded"
    CANCELLED = "cancelled"
    ENDED = "ended"


@dataclass(frozen=True)
class Turn:
    recording_id: str
    started_ms: int
    mode: ListenMode
    "Of a typed wish: the mode of the recording before it."
    is_typed: bool = False
    stopped_ms: int | None = None
    last_seq: int | None = None
    is_discarded: bool = False
    is_cancelled: bool = False
    outcome: str | None = None

    @property
    def is_listening(self) -> bool:
        return not self.is_typed and self.stopped_ms is None and not self.is_discarded

    @property
    def is_complete(self) -> bool:
        """Whether an execution is due for it, also if it is cancelled: that execution tells the child."""
        return self.is_typed or self.stopped_ms is not None

    @property
    def is_taken_back(self) -> bool:
        """Nothing of it is printed."""
        return self.is_cancelled or self.is_discarded

    @property
    def state(self) -> TurnState:
        if self.outcome is not None:
            return TurnState.ENDED
        if self.is_discarded:
            return TurnState.DISCARDED
        if self.is_listening:
            return TurnState.LISTENING
        return TurnState.CANCELLED if self.is_cancelled else TurnState.PROCESSING

    def after(self, event: Event) -> Turn:
        """The turn after an event that belongs to it, or after the start of the next turn."""
        match event.kind:
            case Kind.STOP if self.is_listening:
                return replace(self, stopped_ms=event.at_ms, last_seq=int(event.value) if event.value else None)
            case Kind.ABORT if self.is_complete:
                return replace(self, is_cancelled=True)
            case Kind.START if self.is_typed and event.at_ms - self.started_ms <= WAKE_WORD_MS:
                return replace(self, is_cancelled=True)
            case Kind.ABORT | Kind.CLOSE if self.is_listening:
                return replace(self, is_discarded=True)
        return self


RecordingId = Callable[[Event], str]
"""Names the recording, or the typed wish, that begins with an event."""


def turns(events: Iterable[Event], recording_id: RecordingId) -> list[Turn]:
    """Oldest first."""
    ordered = sorted(set(events), key=lambda event: event.order)
    outcomes = _outcomes(ordered)
    found: list[Turn] = []
    unclaimed_stop: Event | None = None
    for event in ordered:
        newest = found[-1] if found else None
        if event.kind in BEGINNINGS:
            _settle(found, unclaimed_stop)
        if event.kind is Kind.STOP and not (newest and newest.is_listening):
            unclaimed_stop = event
        if found:
            found[-1] = found[-1].after(event)
        if event.kind in BEGINNINGS:
            name = recording_id(event)
            found.append(
                Turn(name, event.at_ms, _mode(event, newest), event.kind is Kind.WISH, outcome=outcomes.get(name))
            )
    _settle(found, unclaimed_stop)
    return found


def _settle(found: list[Turn], unclaimed_stop: Event | None) -> None:
    """A press of less than a millisecond: its stop sorts before its start. Any later stop takes precedence."""
    if found and unclaimed_stop and found[-1].is_listening and unclaimed_stop.at_ms == found[-1].started_ms:
        found[-1] = found[-1].after(unclaimed_stop)


def _mode(beginning: Event, previous: Turn | None) -> ListenMode:
    if beginning.kind is Kind.START:
        return ListenMode(beginning.value)
    return previous.mode if previous else ListenMode.MANUAL


def _outcomes(ordered: Iterable[Event]) -> Mapping[str, str]:
    """By recording id; the latest one counts."""
    ends = [event.value.partition(" ") for event in ordered if event.kind is Kind.END]
    return {name: outcome for name, _, outcome in ends}


def turn_at(found: Iterable[Turn], at_ms: int) -> Turn | None:
    """The newest turn that began at or before a time."""
    return next((turn for turn in reversed(list(found)) if turn.started_ms <= at_ms), None)


def turn_of(found: Iterable[Turn], event: Event) -> Turn | None:
    """The turn that an event begins or belongs to."""
    if event.kind in BEGINNINGS:
        found = [turn for turn in found if turn.is_typed is (event.kind is Kind.WISH)]
    return turn_at(found, event.at_ms)
