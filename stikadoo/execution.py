"""The document that travels from state to state: keys and small facts, never audio, never words.

listen stop writes the first part, and that alone is enough to run the execution again. Each state then adds one field:

    transcode → speech · transcribe → transcription · announce → announcement · moderate → wish
    imagine → picture · render → sticker · deliver → delivery

A step reads the keys it needs from the fields before it and writes into its own recording's folder, so a replay from
any stage is an input with some of the fields already there.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from stikadoo.keys import RecordingFolder
from stikadoo.printers import MAX_DENSITY, MODELS, STIKADOO, Encoding, Language, profile

Identifier = r"^[0-9A-Za-z_-]{1,80}$"


class ListenMode(StrEnum):
    AUTO = "auto"
    MANUAL = "manual"
    REALTIME = "realtime"


class Facts(BaseModel):
    """Small facts that travel between states. Input never shows in a validation error: it may hold words."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


HexByte = Annotated[str, Field(pattern=r"^[0-9a-f]{2}$")]


class Printer(Facts):
    """What the device prints on: its model's row of stikadoo/printers.py, and what the device says of it otherwise.

    The defaults are the Stikadoo's 58 mm printer.
    """

    model: str = STIKADOO
    width_dots: int = Field(default=384, ge=64, le=2400, multiple_of=8)
    max_length_dots: int = Field(default=960, ge=64, le=20000)
    dpi: int = Field(default=203, ge=100, le=600)
    language: Language = "escpos"
    "The printer's command language."
    block_rows: int = Field(default=255, ge=1, le=65535)
    "Rows of dots that one command may have, in the ESC/POS languages."
    forbidden: dict[HexByte, HexByte] = {}
    "Bytes that must not stand among the dots, and what stands there instead, in the ESC/POS languages; in hex."
    density: int = Field(default=0, ge=0, le=30)
    "Darkness, on the language's own scale; 0 leaves it as the printer is set."
    feed_mm: int = Field(default=12, ge=0, le=100)
    "Paper fed after the sticker: what lies between the print head and the edge it is torn at."
    gap_mm: int = Field(default=0, ge=0, le=25)
    "Between labels; 0 for a roll without. A label is max_length_dots long, whatever is drawn on it."
    mm_per_second: int = Field(default=50, ge=1, le=500)
    "How fast the paper runs at best."
    baud: int = Field(default=9600, ge=300, le=12_000_000)
    "Bits a second on the wire between device and printer."
    rotates: bool = False
    "A picture that is wider than high is turned, to use the paper's length."
    mirrored: bool = False
    "Left and right are changed, for transfer film."
    inverted: bool = False
    "Black and white are changed, for black paper."

    @model_validator(mode="before")
    @classmethod
    def _of_its_model(cls, said: Any) -> Any:
        return {**profile(said.get("model", STIKADOO)), **said} if isinstance(said, dict) else said

    @field_validator("model")
    @classmethod
    def _known(cls, model: str) -> str:
        if model not in MODELS:
            raise PydanticCustomError("model", "no printer here is called so; there are: {}".format(", ".join(MODELS)))
        return model

    @model_validator(mode="after")
    def _as_dark_as_its_language_can_say(self) -> Self:
        darkest = MAX_DENSITY.get(self.language)
        if darkest and self.density > darkest:
            raise PydanticCustomError("density", f"density: at most {darkest} in {self.language}")
        return self


class Device(Facts):
    """Who gets the sticker, and how to answer it."""

    device_id: str
    session_id: str
    connection_id: str
    "Empty: nobody is connected, and the sticker is kept."
    endpoint: str
    "https URL of the API's @connections stage; http on the local stack."
    language: str = "en"
    "BCP 47, as in the device's hello; phrases fall back to English."
    mode: ListenMode = ListenMode.MANUAL
    printer: Printer = Printer()
    inline_image: bool = False
    image_encodings: tuple[Encoding, ...] = ()
    "What it can decode."
    caption: bool = False
    "Print the wish's words under the picture."

    @property
    def accepts_tts(self) -> bool:
        """Whether tts messages are right: in auto and realtime mode they would re-open the microphone."""
        return self.mode is ListenMode.MANUAL


class Recording(Facts):
    """The window of time that a recording is, on API Gateway's clock."""

    connection_id: str
    started_ms: int
    stopped_ms: int
    last_seq: int | None = None
    "The number of the last packet sent (counted from 0 at listen start); None if the device does not number."
    protocol: Literal[1, 2, 3] = 3
    frame_duration_ms: int = 60


class Engines(Facts):
    """Who is asked, in order, separated by commas: the next if the one before stays throttled or unavailable."""

    transcribe: str = "whisper"
    imagine: str = "openmoji"

    @property
    def transcriber(self) -> str:
        return self.transcribe.split(",")[0].strip()

    @property
    def illustrator(self) -> str:
        return self.imagine.split(",")[0].strip()


class Speech(Facts):
    """What transcode adds."""

    key: str
    "16 kHz mono 16-bit WAV."
    packets: int
    lost: int
    corrupt: int
    seconds: float
    peak_dbfs: float
    was_cut: bool = False
    "Longer than a recording may be: cut there."


class Work(Facts):
    """What an engine was asked for; `job` is looked at again while the status is working."""

    status: Literal["ready", "working"]
    engine: str
    key: str | None = None
    job: str | None = None

    @property
    def answered_by(self) -> str | None:
        """The engine, once it has answered."""
        return self.engine if self.status == "ready" else None

    def job_of(self, engine: str) -> str | None:
        """What this engine is still working at; another's job, whose place it took, is none of it."""
        return self.job if self.status == "working" and self.engine == engine else None


class Transcription(Work):
    """What transcribe adds."""


class Announcement(Facts):
    """What announce adds."""

    messages: int
    "How many the device was sent."


class Wish(Facts):
    """What moderate adds."""

    key: str
    was_shortened: bool = False


class Picture(Work):
    """What imagine adds."""

    model: str | None = None
    "The engine's own, where it has several."
    prompt_version: int | None = None
    "Which of functions/imagine/prompt.py, where the engine was asked by one."


class EncodedSticker(Facts):
    """The bytes for the printer, made fewer for the way to the device."""

    key: str
    encoding: Encoding
    bytes: int
    sha256: str


class Sticker(Facts):
    """What render adds, and what lies beside the sticker as sticker.json."""

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
    "None where the device can decode nothing, or nothing that would be smaller."
    print_seconds: float | None = None
    "An estimate: see functions/render/duration.py."
    style: Literal["line", "tonal"]
    "How it was made black and white: by a threshold, or by dithering."
    device_id: str


class Delivery(Facts):
    """What deliver adds."""

    pieces: int
    "image_data messages sent; 0 for a sticker fetched by URL."
    waited_seconds: float | None = None
    "From listen stop until the device had everything; None for a typed wish, and for a replay."
    illustrator: str | None = None
    "Who drew, which may be the one that followed."


class Transcript(Facts):
    """transcript.json: the words, as a transcriber heard or a person typed them."""

    text: str
    engine: str
    language: str = ""
    confidence: float | None = None
    "0 to 1, where the engine says."
    alternatives: tuple[str, ...] = ()
    "What else it may have been, likeliest first, where the engine says."


class AdmittedWish(Facts):
    """wish.json: the transcript, trimmed and admitted."""

    text: str


class ExecutionDocument(Facts):
    """The execution's input, and what every state can count on."""

    recording_id: str = Field(pattern=Identifier)
    device: Device
    recording: Recording | None = None
    "None for a typed wish: its input holds the transcription."
    packets_key: str | None = None
    "A recording's stored packets.bin, instead of chunks: for a replay."
    seed: int = 0
    replay_of: str | None = None
    "The recording that is run again; this one's own folder takes all that is made anew."
    engines: Engines = Engines()
    "Whom the machine asks; an input may say others than the stage's."

    @property
    def folder(self) -> RecordingFolder:
        return RecordingFolder(self.recording_id)
