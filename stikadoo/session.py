"""One connection's session: who is there, and what state the talk is in.

    connected ─hello→ ready ─listen start→ listening ─listen stop→ processing ─the pipeline's end→ ready
                        ▲────── abort ────────┘                        └─ abort → cancelled
    any ─$disconnect→ closed

The id follows from the connection's, so every route reaches its session by one strongly consistent read of the primary
key, where an index would be eventually consistent.
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
    """The id of a connection's session."""
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
    "Unix seconds: DynamoDB's time to live."
    mode: ListenMode = ListenMode.MANUAL
    recording_id: str | None = None
    "The last recording begun."
    started_ms: int | None = None
    stopped_ms: int | None = None
    last_seq: int | None = None
    is_typed: bool = False
    outcome: str | None = None
    "How that recording ended."

    def device(self, endpoint: str) -> Device:
        """Who the sticker is for."""
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
        """The window between listen start and stop; None for a typed wish. Raises ValueError before listen stop."""
        if self.is_typed:
            return None
        if self.started_ms is None or self.stopped_ms is None:
            raise ValueError("the recording is still going on")
        return Recording(
            connection_id=self.connection_id,
            started_ms=self.started_ms,
            stopped_ms=self.stopped_ms,
            last_seq=self.last_seq,
            protocol=self.protocol,
            frame_duration_ms=self.frame_duration_ms,
        )
