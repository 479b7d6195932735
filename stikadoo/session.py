"""One connection's session: the device, its capabilities and the state of the conversation.

    connected ─hello→ ready ─listen start→ listening ─listen stop→ processing ─end of the execution→ ready
                        ▲────── abort ────────┘                        └─ abort → cancelled
    any ─$disconnect→ closed

The session id is derived from the connection id, so every route reads its session by primary key with strong
consistency. An index by connection id would be eventually consistent.
"""

import uuid
from enum import StrEnum

from stikadoo.audio.frames import Protocol
from stikadoo.execution import Device, Facts, ListenMode, Printer, Recording
from stikadoo.printers import Encoding

_NAMESPACE = uuid.UUID("5f0c3b52-6a39-4d0f-9a3e-3c1d2f9b7a10")


class State(StrEnum):
    CONNECTED = "connected"
    READY = "ready"
    LISTENING = "listening"
    PROCESSING = "processing"
    CANCELLED = "cancelled"
    CLOSED = "closed"


def session_id_of(connection_id: str) -> str:
    """The session id of a connection."""
    return str(uuid.uuid5(_NAMESPACE, connection_id))


class Session(Facts):
    """An item of the sessions table."""

    session_id: str
    connection_id: str
    device_id: str
    client_id: str = ""
    state: State = State.CONNECTED
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
    mode: ListenMode = ListenMode.MANUAL
    recording_id: str | None = None
    "The latest recording."
    started_ms: int | None = None
    stopped_ms: int | None = None
    last_seq: int | None = None
    is_typed: bool = False
    outcome: str | None = None
    "The outcome of that recording."

    def device(self, endpoint: str) -> Device:
        """The device part of the execution's input."""
        return Device(
            device_id=self.device_id,
            session_id=self.session_id,
            connection_id=self.connection_id,
            endpoint=endpoint,
            language=self.language,
            mode=self.mode,
            printer=self.printer,
            inline_image=self.inline_image,
            image_encodings=self.image_encodings,
            caption=self.caption,
        )

    def recording(self) -> Recording | None:
        """The time window from listen start to stop; None for a typed wish. Raises ValueError before listen stop."""
        if self.is_typed:
            return None
        if self.started_ms is None or self.stopped_ms is None:
            raise ValueError("the recording has not been stopped")
        return Recording(
            connection_id=self.connection_id,
            started_ms=self.started_ms,
            stopped_ms=self.stopped_ms,
            last_seq=self.last_seq,
            protocol=self.protocol,
            frame_duration_ms=self.frame_duration_ms,
        )
