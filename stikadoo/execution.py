"""What listen stop hands to the state machine: keys and small facts, never audio, never words.

The input alone is enough to run the execution again. Each state adds one field to the document; the field's model
lives with its step.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from stikadoo.keys import RecordingFolder


class ListenMode(StrEnum):
    AUTO = "auto"
    MANUAL = "manual"
    REALTIME = "realtime"


class Facts(BaseModel):
    """Small facts that travel between states. Input never shows in a validation error: it may hold words."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Printer(Facts):
    """What the device prints on. Defaults: the Stikadoo's 58 mm printer."""

    width_dots: int = Field(default=384, ge=64, le=2400, multiple_of=8)
    max_length_dots: int = Field(default=960, ge=64, le=20000)
    dpi: int = Field(default=203, ge=100, le=600)


class Device(Facts):
    """Who gets the sticker, and how to answer it."""

    device_id: str
    session_id: str
    connection_id: str
    endpoint: str
    "https URL of the API's @connections stage; http on the local stack."
    language: str = "en"
    "BCP 47, as in the device's hello; phrases fall back to English."
    mode: ListenMode = ListenMode.MANUAL
    printer: Printer = Printer()
    inline_image: bool = False


class Recording(Facts):
    """The window of time that a recording is, on API Gateway's clock."""

    connection_id: str
    started_ms: int
    stopped_ms: int
    last_seq: int | None = None
    "The number of the last packet sent (counted from 0 at listen start); None if the device does not number."
    protocol: Literal[1, 2, 3] = 3
    frame_duration_ms: int = 60


class ExecutionDocument(Facts):
    """The execution's input; steps read from it what they need."""

    recording_id: str = Field(pattern=r"^[0-9A-Za-z_-]{1,80}$")
    device: Device
    recording: Recording | None = None
    "None for a typed wish: its transcript already lies under its key."
    seed: int = 0
    caption: bool = False

    @property
    def folder(self) -> RecordingFolder:
        return RecordingFolder(self.recording_id)
