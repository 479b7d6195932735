"""The execution document: S3 keys and small facts passed from state to state; never audio or words.

The listen route writes the execution's input, which alone is enough to run the execution again. Each worker then adds
one field, and deliver and apologise the `outcome`:

    transcode → speech · transcribe → transcription · announce → announcement · moderate → wish
    imagine → picture · render → sticker · deliver → delivery

A step reads keys from earlier fields and writes to its own recording's folder. So the input of a replay from a later
state is a document that already has the earlier fields.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from stikadoo.keys import RecordingFolder
from stikadoo.printers import MAX_DENSITY, MODELS, STIKADOO, Encoding, Language, profile

Identifier = r"^[0-9A-Za-z_-]{1,80}$"


class ListenMode(StrEnum):
    AUTO = "auto"
    MANUAL = "manual"
    REALTIME = "realtime"


class Facts(BaseModel):
    """Base model of stored or passed facts. Validation errors do not quote the input, which may contain words."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


HexByte = Annotated[str, Field(pattern=r"^[0-9a-f]{2}$")]


class Printer(Facts):
    """A device's printer: its model's row in stikadoo/printers.py, overridden by what the device sends.

    The defaults are the Stikadoo's 58 mm printer.
    """

    model: str = STIKADOO
    width_dots: int = Field(default=384, ge=64, le=2400, multiple_of=8)
    max_length_dots: int = Field(default=960, ge=64, le=20000)
    dpi: int = Field(default=203, ge=100, le=600)
    language: Language = "escpos"
    "The printer's command language."
    block_rows: int = Field(default=255, ge=1, le=65535)
    "Maximum rows of dots per command, in the ESC/POS languages."
    forbidden: dict[HexByte, HexByte] = {}
    "Byte values that must not occur in raster data, with their replacements, in the ESC/POS languages; in hex."
    density: int = Field(default=0, ge=0, le=30)
    "Darkness, on the language's own scale; 0 keeps the printer's setting."
    feed_mm: int = Field(default=12, ge=0, le=100)
    "Paper fed after the sticker: the distance from the print head to the tear bar."
    gap_mm: int = Field(default=0, ge=0, le=25)
    "Between labels; 0 for continuous paper. A label is always max_length_dots long."
    mm_per_second: int = Field(default=50, ge=1, le=500)
    "The maximum paper speed."
    baud: int = Field(default=9600, ge=300, le=12_000_000)
    "Bits per second between device and printer."
    rotates: bool = False
    "Rotate a picture that is wider than high, to use the paper's length."
    mirrored: bool = False
    "Mirror left and right, for transfer film."
    inverted: bool = False
    "Swap black and white, for black paper."

    @model_validator(mode="before")
    @classmethod
    def _with_model_defaults(cls, fields: Any) -> Any:
        return {**profile(fields.get("model", STIKADOO)), **fields} if isinstance(fields, dict) else fields

    @field_validator("model")
    @classmethod
    def _known_model(cls, model: str) -> str:
        if model not in MODELS:
            raise PydanticCustomError("model", "unknown printer model; known: {}".format(", ".join(MODELS)))
        return model

    @model_validator(mode="after")
    def _density_in_range(self) -> Self:
        maximum = MAX_DENSITY.get(self.language)
        if maximum and self.density > maximum:
            raise PydanticCustomError("density", f"density: at most {maximum} in {self.language}")
        return self


class Device(Facts):
    """The device that receives the sticker, and how to reach it."""

    device_id: str
    session_id: str
    connection_id: str
    "Empty: no device is connected, and the sticker is kept."
    endpoint: str
    "URL of the API's @connections stage: https, or http on the local stack."
    language: str = "en"
    "BCP 47, from the device's hello; phrases fall back to English."
    mode: ListenMode = ListenMode.MANUAL
    printer: Printer = Printer()
    inline_image: bool = False
    image_encodings: tuple[Encoding, ...] = ()
    "Encodings that it can decode."
    caption: bool = False
    "Print the wish's words under the picture."

    @property
    def accepts_tts(self) -> bool:
        """Whether to send tts messages: in auto and realtime mode they would re-open the microphone."""
        return self.mode is ListenMode.MANUAL


class Recording(Facts):
    """A recording's time window, from listen start to listen stop, on API Gateway's clock."""

    connection_id: str
    started_ms: int
    stopped_ms: int
    last_seq: int | None = None
    "The number of the last packet sent (counted from 0 at listen start); None if the device does not number."
    protocol: Literal[1, 2, 3] = 3
    frame_duration_ms: int = 60


class Engines(Facts):
    """Engines in order of preference, separated by commas: the next is the fallback of the previous one.

    The state machine falls back when an engine stays throttled or unavailable.
    """

    transcribe: str = "whisper"
    imagine: str = "openmoji"

    @property
    def transcriber(self) -> str:
        return self.transcribe.split(",")[0].strip()

    @property
    def illustrator(self) -> str:
        return self.imagine.split(",")[0].strip()


class Speech(Facts):
    """Added by transcode."""

    key: str
    "16 kHz mono 16-bit WAV."
    packets: int
    lost: int
    corrupt: int
    seconds: float
    peak_dbfs: float
    was_cut: bool = False
    "Whether it was cut at the maximum length."
    stopped_ms: int | None = None
    "The listen stop that ended it; None for a replay of stored packets."


def ended(recording: Recording, speech: Speech | None) -> Recording:
    """The recording with the listen stop that Transcode found: the input's may be the next recording's."""
    if speech is None or speech.stopped_ms is None:
        return recording
    return recording.model_copy(update={"stopped_ms": speech.stopped_ms})


class EngineResult(Facts):
    """An engine's result, or its job to check again while the status is working."""

    status: Literal["ready", "working"]
    engine: str
    key: str | None = None
    job: str | None = None
    asked_at: AwareDatetime | None = None
    "When the engine was first asked for the job."

    @property
    def answered_by(self) -> str | None:
        """The engine, once it has a result."""
        return self.engine if self.status == "ready" else None

    def job_of(self, engine: str) -> str | None:
        """This engine's running job; None for a job of another engine, which this one replaces as the fallback."""
        return self.job if self.status == "working" and self.engine == engine else None


class Transcription(EngineResult):
    """Added by transcribe."""


class Announcement(Facts):
    """Added by announce."""

    messages: int
    "Number of messages sent to the device."


class Wish(Facts):
    """Added by moderate."""

    key: str
    was_shortened: bool = False


class Picture(EngineResult):
    """Added by imagine."""

    model: str | None = None
    "The engine's model, where it has several."
    prompt_version: int | None = None
    "The version in functions/imagine/prompt.py, where the engine takes a prompt."


class PictureOrigin(Facts):
    """Stored by imagine beside the picture as picture.json, for whoever shows or sells its print."""

    engine: str
    model: str | None = None
    credits: tuple[str, ...] = ()
    "Attribution that the licences of the drawings require, a line for each author; empty for image models."


class EncodedSticker(Facts):
    """The printer's bytes, compressed for transfer to the device."""

    key: str
    encoding: Encoding
    bytes: int
    sha256: str


class Sticker(Facts):
    """Added by render, and stored beside the sticker as sticker.json."""

    key: str
    "The bytes for the printer."
    preview_key: str
    format: Language = "escpos"
    width: int
    "dots"
    height: int
    "dots"
    bytes: int
    sha256: str
    encoded: EncodedSticker | None = None
    "None if the device decodes no encoding, or none makes the sticker smaller."
    print_seconds: float | None = None
    "An estimate: see functions/render/duration.py."
    style: Literal["line", "tonal"]
    "How it was reduced to black and white: by a threshold, or by dithering."
    device_id: str


class Delivery(Facts):
    """Added by deliver, and stored as delivery.json."""

    pieces: int
    "image_data messages sent; 0 for a sticker fetched by URL."
    waited_seconds: float | None = None
    "From listen stop until the device had its sticker; None for a typed wish and for a replay."
    illustrator: str | None = None
    "The engine that drew the picture; a fallback, where the first one failed."
    is_stored: bool = True
    "Whether delivery.json could be stored."
    is_closed: bool = True
    "Whether the closing messages were accepted, if any were due."


class Transcript(Facts):
    """transcript.json: the words, transcribed or typed."""

    text: str
    engine: str
    language: str = ""
    confidence: float | None = None
    "0 to 1, where the engine reports it."
    alternatives: tuple[str, ...] = ()
    "Other hypotheses, most likely first, where the engine reports them."


class AdmittedWish(Facts):
    """wish.json: the transcript, trimmed and admitted by moderation."""

    text: str


class ExecutionDocument(Facts):
    """The fields of the execution's input, available in every state."""

    recording_id: str = Field(pattern=Identifier)
    device: Device
    recording: Recording | None = None
    "None for a typed wish, whose input has the transcription."
    packets_key: str | None = None
    "For a replay: the stored packets.bin to use instead of chunks."
    seed: int = 0
    replay_of: str | None = None
    "For a replay: the original recording. New artifacts go to this recording's own folder."
    engines: Engines = Engines()
    "Engines to use; an input may override the stage's."

    @property
    def folder(self) -> RecordingFolder:
        return RecordingFolder(self.recording_id)
