"""One connection's session: the device, its capabilities, and the events of its conversation.

The session id is derived from the connection id, so every route reads its session by primary key with strong
consistency. An index by connection id would be eventually consistent. The turns are derived from the events: see
stikadoo/turns.py.
"""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from stikadoo.audio.frames import Protocol
from stikadoo.errors import RecordingChanged
from stikadoo.execution import Device, Facts, ListenMode, Printer, Recording, Speech
from stikadoo.keys import recording_id
from stikadoo.printers import Encoding
from stikadoo.turns import Event, Kind, Turn, TurnState, turn_at, turn_of, turns

_NAMESPACE = uuid.UUID("5f0c3b52-6a39-4d0f-9a3e-3c1d2f9b7a10")


class State(StrEnum):
    """Of a conversation."""

    CONNECTED = "connected"
    "Before hello."
    READY = "ready"
    LISTENING = "listening"
    PROCESSING = "processing"
    CANCELLED = "cancelled"
    CLOSED = "closed"


_STATES = {
    TurnState.LISTENING: State.LISTENING,
    TurnState.PROCESSING: State.PROCESSING,
    TurnState.CANCELLED: State.CANCELLED,
    TurnState.DISCARDED: State.READY,
    TurnState.ENDED: State.READY,
}


@dataclass(frozen=True)
class Recipient:
    """The device to which a worker sends messages about a recording."""

    device: Device
    "At its newest connection."
    turn: Turn | None = None
    "The recording's; None for a replay, or if the session has expired."
    is_cancelled: bool = False
    has_moved_on: bool = False
    "Whether the device is in a newer turn: nothing may change its display or its microphone."


def session_id_of(connection_id: str) -> str:
    """The session id of a connection."""
    return str(uuid.uuid5(_NAMESPACE, connection_id))


def require_unchanged(turn: Turn | None, speech: Speech | None) -> None:
    """Raises RecordingChanged if the recording's listen stop differs from the one it was transcoded with."""
    if turn and speech and speech.stopped_ms is not None and speech.stopped_ms != turn.stopped_ms:
        raise RecordingChanged(speech.stopped_ms, turn.stopped_ms)


class Session(Facts):
    """An item of the sessions table."""

    session_id: str
    connection_id: str
    device_id: str
    client_id: str = ""
    greeted_ms: int | None = None
    "The latest hello."
    protocol: Protocol = 1
    language: str = "en"
    printer: Printer = Printer()
    inline_image: bool = False
    image_encodings: tuple[Encoding, ...] = ()
    caption: bool = False
    frame_duration_ms: int = 60
    connected_ms: int
    expires_at: int
    "Unix seconds: DynamoDB's TTL attribute."
    events: frozenset[str] = frozenset()
    "stikadoo.turns.Event, as text."

    @property
    def turns(self) -> list[Turn]:
        """Oldest first."""
        return turns(map(Event.parse, self.events), self._recording_id)

    @property
    def newest_turn(self) -> Turn | None:
        return next(reversed(self.turns), None)

    def turn(self, recording_id: str) -> Turn | None:
        return next((turn for turn in self.turns if turn.recording_id == recording_id), None)

    def _recording_id(self, beginning: Event) -> str:
        is_typed = beginning.kind is Kind.WISH
        return recording_id(self.device_id, self.connection_id, beginning.at_ms, is_typed=is_typed)

    def turn_of(self, event: Event) -> Turn | None:
        """The turn that an event begins or belongs to."""
        return turn_of(self.turns, event)

    def turn_at(self, at_ms: int) -> Turn | None:
        """The newest turn that began at or before a time."""
        return turn_at(self.turns, at_ms)

    def has_moved_on(self, recording_id: str) -> bool:
        """Whether another turn than this recording's is in progress. A replay is no turn."""
        newest = self.newest_turn
        return (
            newest is not None
            and newest.recording_id != recording_id
            and newest.state in (TurnState.LISTENING, TurnState.PROCESSING)
        )

    @property
    def takes_back_earlier_wishes(self) -> bool:
        """Whether the device cancelled before its first turn here: a wish of the connection before."""
        events = [Event.parse(text) for text in self.events]
        return any(event.kind is Kind.ABORT and self.turn_of(event) is None for event in events)

    @property
    def state(self) -> State:
        if self.greeted_ms is None:
            return State.CONNECTED
        newest = self.newest_turn
        opened_ms = max(self.greeted_ms, newest.started_ms if newest else 0)
        if any(event.kind is Kind.CLOSE and event.at_ms > opened_ms for event in map(Event.parse, self.events)):
            return State.CLOSED
        return _STATES[newest.state] if newest else State.READY

    @property
    def is_open(self) -> bool:
        """Whether messages may be sent: the device has said hello, and has not left."""
        return self.state not in (State.CONNECTED, State.CLOSED)

    @property
    def recording_id(self) -> str | None:
        """The newest turn's."""
        return self.newest_turn.recording_id if self.newest_turn else None

    @property
    def outcome(self) -> str | None:
        """The newest turn's."""
        return self.newest_turn.outcome if self.newest_turn else None

    def device(self, endpoint: str, turn: Turn | None = None) -> Device:
        """The device part of the execution's input, in the mode of this turn, or of the newest."""
        turn = turn or self.newest_turn
        return Device(
            device_id=self.device_id,
            session_id=self.session_id,
            connection_id=self.connection_id,
            endpoint=endpoint,
            language=self.language,
            mode=turn.mode if turn else ListenMode.MANUAL,
            printer=self.printer,
            inline_image=self.inline_image,
            image_encodings=self.image_encodings,
            caption=self.caption,
        )

    def recording(self, turn: Turn) -> Recording | None:
        """The time window from listen start to stop; None for a typed wish. Raises ValueError before listen stop."""
        if turn.is_typed:
            return None
        if turn.stopped_ms is None:
            raise ValueError("the recording has not been stopped")
        return Recording(
            connection_id=self.connection_id,
            started_ms=turn.started_ms,
            stopped_ms=turn.stopped_ms,
            last_seq=turn.last_seq,
            protocol=self.protocol,
            frame_duration_ms=self.frame_duration_ms,
        )
