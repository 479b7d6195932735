"""Text messages of the protocol: JSON objects with a `type`, as models with parsing and encoding.

Source: the xiaozhi-esp32 firmware (docs/websocket.md, main/protocols), and docs/protocol.md for Stikadoo's extensions
(`audio`, `print`, `image`, `image_data`, and fields marked "Extension"). Unknown fields are kept, since newer firmware
sends more; an unknown type is an error.
"""

from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import from_json

from stikadoo.envelope import as_object, check_depth, message_type
from stikadoo.errors import MalformedMessage
from stikadoo.execution import Identifier, ListenMode
from stikadoo.keys import MAX_SEQ, sequence_number
from stikadoo.lenient import AnyObject, AnyPrinter, Flag, KnownEncodings, LanguageTag, LowerCase, Number, number
from stikadoo.plain_text import plain_text
from stikadoo.printers import Encoding, Language


class Part(BaseModel):
    """A JSON object of the protocol. Validation errors do not quote the input, which may contain words."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, fields: Any) -> Any:
        """null in one of our fields counts as absent."""
        if not isinstance(fields, dict):
            return fields
        return {name: value for name, value in fields.items() if value is not None or name not in cls.model_fields}


class Message(Part):
    """One text message. An absent or empty `session_id` (some clients send "") means this connection's session."""

    def encode(self) -> str:
        """The JSON text, without fields that are None."""
        return self.model_dump_json(exclude_none=True)


# Messages from a device


Sha256 = r"^[0-9a-f]{64}$"


MAX_TYPED_CHARACTERS = 2000
"Of a typed wish: ten times what is drawn."


class AudioParams(Part):
    format: LowerCase = "opus"
    sample_rate: Number = 16000
    "Hz"
    channels: Number = 1
    frame_duration: Number = 60
    "ms"


class Features(Part):
    mcp: Flag = False
    aec: Flag = False
    inline_image: Flag = False
    "Extension: the device takes its sticker as image_data messages instead of by URL."
    image_encodings: KnownEncodings = ()
    "Extension: encodings in which the device takes the sticker's bytes."


class Hello(Message):
    type: Literal["hello"] = "hello"
    version: Number | None = None
    "The binary protocol; absent: the one of the handshake's Protocol-Version."
    transport: LowerCase = "websocket"
    features: Annotated[Features, AnyObject] = Features()
    audio_params: Annotated[AudioParams, AnyObject] = AudioParams()
    language: LanguageTag = None
    "Extension: BCP 47."
    printer: AnyPrinter | None = None
    "Extension: the device's printer."
    caption: Flag = False
    "Extension: print the wish's words under the picture."
    session_id: Annotated[str | None, BeforeValidator(lambda value: value if isinstance(value, str) else None)] = None
    "Ignored: a hello belongs to its connection."


class Listen(Message):
    type: Literal["listen"] = "listen"
    state: Literal["start", "stop", "detect"]
    mode: ListenMode = ListenMode.MANUAL
    text: Annotated[str, Field(max_length=MAX_TYPED_CHARACTERS), AfterValidator(plain_text)] | None = None
    last_seq: Annotated[int, BeforeValidator(number), Field(ge=-1, le=MAX_SEQ)] | None = None
    "Extension: the number of the last packet sent since listen start; -1 for none."
    session_id: str | None = None


class Audio(Message):
    """Extension: audio frames as text, since API Gateway accepts no binary messages."""

    type: Literal["audio"] = "audio"
    seq: Annotated[int | None, BeforeValidator(sequence_number)] = None
    "The number of the message's first packet since listen start; absent if it is no number."
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
    """JSON-RPC 2.0 in an envelope, in both directions; the device is the MCP server."""

    type: Literal["mcp"] = "mcp"
    payload: dict[str, Any]
    session_id: str | None = None


class Print(Message):
    """Extension: the result of printing a sticker."""

    type: Literal["print"] = "print"
    sticker_id: str = Field(pattern=Identifier)
    state: Literal["done", "failed"]
    reason: Annotated[str, Field(max_length=200), AfterValidator(plain_text)] | None = None
    session_id: str | None = None


DeviceMessage = Annotated[Hello | Listen | Audio | Abort | Goodbye | Mcp | Print, Field(discriminator="type")]


# Messages from the cloud


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
    """The firmware ignores an alert in which status, message or emotion is missing."""

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
    """Extension: a sticker is ready to be fetched and printed."""

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
    "Number of bytes for the printer."
    sha256: str = Field(pattern=Sha256)
    "Of the bytes for the printer."
    encoding: Literal["identity"] | Encoding = "identity"
    "Encoding of the transferred bytes, by URL or in image_data; decoded, they are the bytes for the printer."
    encoded_bytes: int | None = Field(default=None, gt=0)
    "Number of bytes transferred; absent for identity."
    encoded_sha256: str | None = Field(default=None, pattern=Sha256)
    "Of the bytes transferred; absent for identity."
    print_seconds: float | None = Field(default=None, ge=0)
    "Estimated printing time."
    url: str
    "Presigned GET of the encoded bytes for the printer."
    preview_url: str
    "Presigned GET of a 480×480 PNG for the display."


class ImageData(Message):
    """Extension: one piece of the sticker's encoded bytes, for devices with features.inline_image."""

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

AnyMessage = TypeVar("AnyMessage")


def models_by_type(messages: Any) -> dict[str, type[Message]]:
    """The models of DeviceMessage or CloudMessage, by their `type`."""
    return {model.model_fields["type"].default: model for model in get_args(get_args(messages)[0])}


def from_device(text: str) -> DeviceMessage:
    """Parse a device's message. Raises MalformedMessage, with a message for the firmware's developer."""
    return _parse(_DEVICE, models_by_type(DeviceMessage), text)


def from_cloud(text: str) -> CloudMessage:
    """Parse a message of the cloud. Raises MalformedMessage."""
    return _parse(_CLOUD, models_by_type(CloudMessage), text)


def _parse(adapter: TypeAdapter[AnyMessage], known: dict[str, type[Message]], text: str) -> AnyMessage:
    """The error does not quote the input, nor does it chain a pydantic error, whose traceback would quote it."""
    check_depth(text)
    try:
        fields = as_object(from_json(text, allow_inf_nan=False))
    except (ValueError, TypeError):  # TypeError: an unpaired surrogate, which UTF-8 cannot encode
        raise MalformedMessage("this is not JSON") from None
    if message_type(fields, known) not in known:
        raise MalformedMessage(f"unknown type; known types: {', '.join(known)}")
    try:
        return adapter.validate_python(fields)
    except ValidationError as exc:
        reason = _first_error(exc)
    raise MalformedMessage(reason)


def _first_error(exc: ValidationError) -> str:
    """The first validation error, with its field and without the value: «listen.state: Input should be …»."""
    first = exc.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
