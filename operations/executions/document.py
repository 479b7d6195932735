"""An execution's document, read leniently: it may be of an older release, cut short, or written by hand.

Every field is optional, an unknown one is ignored, and one that cannot be read has its default.
"""

import json
from typing import Any, Literal, Self

from pydantic import (
    AliasChoices,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)

from stikadoo.execution import (
    Announcement,
    Delivery,
    Device,
    Engines,
    Facts,
    ListenMode,
    Picture,
    Recording,
    Speech,
    Sticker,
    Transcription,
    Wish,
)


class Lenient(Facts):
    """A model whose invalid fields have their defaults."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    @field_validator("*", mode="wrap")
    @classmethod
    def _default_if_invalid(cls, value: Any, validate: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        try:
            return validate(value)
        except ValidationError:
            return cls.model_fields[info.field_name or ""].get_default(call_default_factory=True)


class Artifact(Lenient):
    """A part of the document that names an object of the bucket."""

    key: str | None = None
    preview_key: str | None = None
    "Of a sticker."
    status: Literal["ready", "working"] = "ready"

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key in (self.key, self.preview_key) if key)


class StoredPrinter(Lenient):
    model: str = ""
    width_dots: int = 0
    language: str = ""


class StoredDevice(Lenient):
    device_id: str = ""
    session_id: str = ""
    connection_id: str = ""
    endpoint: str = ""
    language: str = ""
    mode: ListenMode = ListenMode.MANUAL
    printer: StoredPrinter = StoredPrinter()
    inline_image: bool = False
    caption: bool = False


class StoredRecording(Lenient, Recording):
    connection_id: str = ""
    started_ms: int = 0
    stopped_ms: int = 0


class StoredSpeech(Lenient, Speech):
    key: str = ""
    packets: int = 0
    lost: int = 0
    corrupt: int = 0
    seconds: float = 0.0
    peak_dbfs: float = 0.0


class StoredTranscription(Lenient, Transcription):
    status: Literal["ready", "working"] = "ready"
    engine: str = ""


class StoredPicture(Lenient, Picture):
    status: Literal["ready", "working"] = "ready"
    engine: str = ""


class StoredAnnouncement(Lenient, Announcement):
    messages: int = 0


class StoredWish(Lenient, Wish):
    key: str = ""


class StoredSticker(Lenient, Sticker):
    key: str = ""
    preview_key: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0
    sha256: str = ""
    style: Literal["line", "tonal"] = "line"
    device_id: str = ""


class StoredDelivery(Lenient, Delivery):
    pieces: int = 0


class StoredError(Lenient):
    """The error that led to Apologise, or to another engine."""

    name: str = ""
    cause: str = ""


class Fallback(StoredError):
    """The last engine that another replaced, and its error."""

    engine: str = ""


class Forgotten(Lenient):
    deleted: int = 0


class Document(Lenient):
    """What is known of an execution: its input, and a field for each state that ended."""

    recording_id: str = ""
    device: StoredDevice | None = None
    recording: StoredRecording | None = None
    packets_key: str | None = None
    seed: int = 0
    replay_of: str | None = None
    engines: Engines = Engines()
    speech: StoredSpeech | None = None
    transcription: StoredTranscription | None = None
    announcement: StoredAnnouncement | None = None
    wish: StoredWish | None = None
    picture: StoredPicture | None = None
    sticker: StoredSticker | None = None
    delivery: StoredDelivery | None = None
    outcome: str = ""
    error: StoredError | None = None
    fallback: Fallback | None = Field(default=None, validation_alias=AliasChoices("fallback", "setback"))
    "Releases before 2026-11-28 wrote `setback`."
    forgotten: Forgotten | None = None
    raw: dict[str, Any] = Field(default={}, repr=False)
    "The JSON, as Step Functions stores it."

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Self:
        """An empty part counts as absent."""
        return cls.model_validate({**{name: part for name, part in raw.items() if part}, "raw": raw})

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """None if the text is not a JSON object."""
        try:
            raw = json.loads(text or "")
        except ValueError:
            return None
        return cls.of(raw) if isinstance(raw, dict) else None

    def artifact(self, field: str) -> Artifact | None:
        """speech, transcription, wish, picture or sticker; None if the document has none."""
        part = self.raw.get(field)
        return Artifact.model_validate(part) if part and isinstance(part, dict) else None

    def part(self, *fields: str) -> dict[str, Any]:
        """These fields as they are stored, without those that are absent."""
        return {name: self.raw[name] for name in fields if name in self.raw}

    def full_device(self) -> Device:
        """The device with its whole printer. Raises ValueError if there is none, or it cannot be read."""
        if "device" not in self.raw:
            raise ValueError("its input names no device")
        return Device.model_validate(self.raw["device"])

    def full_sticker(self) -> Sticker:
        """Raises ValueError if there is none, or it cannot be read."""
        if "sticker" not in self.raw:
            raise ValueError("it made no sticker")
        return Sticker.model_validate(self.raw["sticker"])
