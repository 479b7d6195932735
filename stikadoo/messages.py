"""Text messages: JSON objects told apart by `type`. Raw text becomes a model; a model becomes text.

Source: the xiaozhi-esp32 firmware (docs/websocket.md, main/protocols), and docs/protocol.md for what is ours: `audio`,
`print`, `image`, `image_data`. Unknown fields are kept, as newer firmware says more; an unknown type is an error.
"""

from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import from_json

from stikadoo.errors import MalformedMessage
from stikadoo.execution import Identifier, ListenMode, Printer
from stikadoo.keys import MAX_SEQ
from stikadoo.printers import Encoding, Language


class Part(BaseModel):
    """An object of the protocol. Input never shows in a validation error: it may hold words."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)


class Message(Part):
    """One text message; `session_id` may be absent or, from some clients, empty: then it means this connection."""

    def encode(self) -> str:
        """The JSON to send; what is None is left out."""
        return self.model_dump_json(exclude_none=True)


# What a device says


Sha256 = r"^[0-9a-f]{64}$"

Flag = Annotated[bool, BeforeValidator(lambda said: said is True or said == 1)]
"A feature is there if the device says true, or 1; whatever else a firmware says there is no reason to refuse it."


def _those_we_know(said: Any) -> Any:
    """Newer firmware may know encodings that we do not; whatever else it says there is no list."""
    return [name for name in get_args(Encoding) if name in said] if isinstance(said, list | tuple) else ()


class AudioParams(Part):
    format: str = "opus"
    sample_rate: int = 16000
    "Hz"
    channels: int = 1
    frame_duration: int = 60
    "ms"


class Features(Part):
    mcp: Flag = False
    aec: Flag = False
    inline_image: Flag = False
    "Ours: the device takes its sticker as image_data messages instead of by URL."
    image_encodings: Annotated[tuple[Encoding, ...], BeforeValidator(_those_we_know)] = ()
    "Ours: how the sticker's bytes may be encoded on their way."


def _or_nothing_said(said: Any) -> Any:
    """null, or a list where an object belongs (empty Lua and PHP tables look so), says nothing."""
    return {} if said is None or said == [] else said


class Hello(Message):
    type: Literal["hello"] = "hello"
    version: int = 1
    transport: str = "websocket"
    features: Annotated[Features, BeforeValidator(_or_nothing_said)] = Features()
    audio_params: Annotated[AudioParams, BeforeValidator(_or_nothing_said)] = AudioParams()
    language: str | None = None
    "Ours: BCP 47."
    printer: Printer | None = None
    "Ours: what the device prints on."
    caption: Flag = False
    "Ours: print the wish's words under the picture."
    session_id: str | None = None


class Listen(Message):
    type: Literal["listen"] = "listen"
    state: Literal["start", "stop", "detect"]
    mode: ListenMode = ListenMode.MANUAL
    text: str | None = None
    last_seq: int | None = Field(default=None, ge=-1)
    "Ours: the number of the last packet sent since listen start; -1 for none."
    session_id: str | None = None


class Audio(Message):
    """Ours: frames for a door that takes text only."""

    type: Literal["audio"] = "audio"
    seq: int | None = Field(default=None, ge=0, le=MAX_SEQ)
    "The number of the message's first packet since listen start."
    data: str
    "base64 of one or more frames in the connection's binary protocol."


class Abort(Message):
    type: Literal["abort"] = "abort"
    reason: str | None = None
    session_id: str | None = None


class Goodbye(Message):
    type: Literal["goodbye"] = "goodbye"
    session_id: str | None = None


class Mcp(Message):
    """Both ways: JSON-RPC 2.0 in an envelope; the device is the MCP server."""

    type: Literal["mcp"] = "mcp"
    payload: dict[str, Any]
    session_id: str | None = None


class Print(Message):
    """Ours: how the printing went."""

    type: Literal["print"] = "print"
    sticker_id: str = Field(pattern=Identifier)
    state: Literal["done", "failed"]
    reason: str | None = Field(default=None, max_length=200)
    session_id: str | None = None


DeviceMessage = Annotated[Hello | Listen | Audio | Abort | Goodbye | Mcp | Print, Field(discriminator="type")]


# What the cloud says


class HelloReply(Message):
    type: Literal["hello"] = "hello"
    transport: Literal["websocket"] = "websocket"
    session_id: str
    audio_params: AudioParams


class Stt(Message):
    type: Literal["stt"] = "stt"
    session_id: str
    text: str


class Llm(Message):
    type: Literal["llm"] = "llm"
    session_id: str
    emotion: str
    text: str | None = None


class Tts(Message):
    type: Literal["tts"] = "tts"
    session_id: str
    state: Literal["start", "sentence_start", "stop"]
    text: str | None = None


class System(Message):
    type: Literal["system"] = "system"
    session_id: str
    command: Literal["reboot"] = "reboot"


class Alert(Message):
    """The firmware ignores an alert unless status, message and emotion are all there."""

    type: Literal["alert"] = "alert"
    session_id: str
    status: str
    message: str
    emotion: str


class Custom(Message):
    type: Literal["custom"] = "custom"
    session_id: str
    payload: dict[str, Any]


class Image(Message):
    """Ours: a sticker is ready to be fetched and printed."""

    type: Literal["image"] = "image"
    session_id: str
    sticker_id: str
    width: int = Field(gt=0)
    "dots"
    height: int = Field(gt=0)
    "dots"
    format: Language = "escpos"
    "The printer's command language."
    bytes: int = Field(gt=0)
    "What the printer is sent."
    sha256: str = Field(pattern=Sha256)
    "Of those bytes."
    encoding: Literal["identity"] | Encoding = "identity"
    "Of what the URL opens and the pieces hold; decoded, they are the bytes for the printer."
    encoded_bytes: int | None = Field(default=None, gt=0)
    "What is transferred; absent where that is what the printer is sent."
    encoded_sha256: str | None = Field(default=None, pattern=Sha256)
    "Of what is transferred."
    print_seconds: float | None = Field(default=None, ge=0)
    "How long printing will take, about."
    url: str
    "Presigned GET of the bytes for the printer, encoded."
    preview_url: str
    "Presigned GET of a 480×480 PNG for the display."


class ImageData(Message):
    """Ours: a piece of the sticker's bytes, encoded as the image says, for devices that say features.inline_image."""

    type: Literal["image_data"] = "image_data"
    session_id: str
    sticker_id: str
    index: int = Field(ge=0)
    count: int = Field(gt=0)
    data: str
    "At most 24 KB of base64."


CloudMessage = Annotated[
    HelloReply | Stt | Llm | Tts | Mcp | System | Alert | Custom | Image | ImageData,
    Field(discriminator="type"),
]

_DEVICE: TypeAdapter[DeviceMessage] = TypeAdapter(DeviceMessage)
_CLOUD: TypeAdapter[CloudMessage] = TypeAdapter(CloudMessage)

Spoken = TypeVar("Spoken")


def models_by_type(messages: Any) -> dict[str, type[Message]]:
    """The models of DeviceMessage or CloudMessage, by type."""
    return {kind.model_fields["type"].default: kind for kind in get_args(get_args(messages)[0])}


def from_device(text: str) -> DeviceMessage:
    """Raises MalformedMessage with a sentence for the firmware's developer."""
    return _parse(_DEVICE, models_by_type(DeviceMessage), text)


def from_cloud(text: str) -> CloudMessage:
    """Raises MalformedMessage."""
    return _parse(_CLOUD, models_by_type(CloudMessage), text)


def _parse(adapter: TypeAdapter[Spoken], known: dict[str, type[Message]], text: str) -> Spoken:
    """What was said never shows in the error, nor behind it: a pydantic error would quote it in a traceback."""
    try:
        spoken = from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError):  # TypeError: half a surrogate pair, which is no UTF-8
        raise MalformedMessage("this is not JSON") from None
    if not isinstance(spoken, dict):
        raise MalformedMessage("a message is a JSON object")
    if "type" not in spoken:
        raise MalformedMessage(f"type is missing; there are: {', '.join(known)}")
    if spoken["type"] not in list(known):
        raise MalformedMessage(f"no message has this type; there are: {', '.join(known)}")
    try:
        return adapter.validate_python(spoken)
    except ValidationError as exc:
        sentence = _sentence(exc)
    raise MalformedMessage(sentence)


def _sentence(exc: ValidationError) -> str:
    """The first complaint, by field and without the value: «listen.state: Input should be …»."""
    first = exc.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
