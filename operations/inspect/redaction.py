"""Redact an inspection so that it may be published: no voice, words, pictures or ids.

A picture may show words, so it is left out unless the operator has checked it. Each id and the account are replaced by
a fixed stand-in, so that it stays visible which lines belong together.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from pydantic import field_validator

from operations.executions.document import Document, Lenient, StoredDevice, StoredRecording
from operations.inspect.inspection import Inspection
from stikadoo.keys import device_key, is_voice

Value = TypeVar("Value")

WORDS = "[words]"
PICTURED = ("picture.", "sticker.", "preview.")
"Prefixes of files that hold a drawing; sticker.json holds none."
_WORD = re.compile(r"\w+")
_BETWEEN = r"(?:\\++(?:u[0-9a-f]{4}|[nrtbf])?|[^\w\\])+"
"Marks and spaces, also as JSON escapes them. Runs of backslashes match possessively: else it would take for ever."

_DEVICE_KEY = re.compile(r"(?<!\w)(?:[0-9a-f]{12}|x[0-9a-f]{16})(?=-\d{8}-\d{6}-)")
"The device in any recording's id: a replay's device may be another than its original's."


class StoredWords(Lenient):
    """transcript.json and wish.json."""

    text: str = ""
    alternatives: tuple[str, ...] = ()
    confidence: float | None = None

    @field_validator("alternatives", mode="before")
    @classmethod
    def _strings(cls, value: Any) -> Any:
        """One unreadable alternative must not hide the others: their words have to be found and replaced."""
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else value


@dataclass(frozen=True)
class Redaction:
    """What is replaced in texts."""

    words: re.Pattern[str] | None
    "None if no words are stored any more."
    names: dict[re.Pattern[str], str]

    def text(self, text: str) -> str:
        for pattern, stand_in in self.names.items():
            text = pattern.sub(stand_in, text)
        return self.words.sub(WORDS, text) if self.words else text

    def value(self, value: Value) -> Value:
        """Every string in a JSON value."""
        return cast("Value", self._within(value))

    def _within(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self._within(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._within(one) for one in value]
        return value

    def left_in(self, text: str) -> bool:
        """Whether a word or a name is still there."""
        patterns = [*self.names, *([self.words] if self.words else [])]
        return any(pattern.search(text) for pattern in patterns)


def redaction_of(inspection: Inspection) -> Redaction:
    """`inspection`: with the bodies of the files that hold words."""
    spoken = sorted({_pattern(text) for text in words(inspection)} - {""}, key=len, reverse=True)
    pattern = re.compile(rf"(?:(?<!\w)|(?<=\\[nrt]))(?:{'|'.join(spoken)})(?!\w)", re.IGNORECASE) if spoken else None
    names = {_whole(name): stand_in for name, stand_in in _names(inspection).items() if name}
    return Redaction(pattern, {_DEVICE_KEY: "device"} | names)


def words(inspection: Inspection) -> Iterator[str]:
    """All stored words: transcript, alternatives, wish, prompt."""
    for name in ("transcript.json", "wish.json"):
        if stored := inspection.facts(name, StoredWords):
            yield stored.text
            yield from stored.alternatives
    yield (inspection.body("prompt.txt") or b"").decode()


def redacted(inspection: Inspection, *, with_pictures: bool = False) -> Inspection:
    """The same without what may not be published."""
    redaction = redaction_of(inspection)
    execution = inspection.execution
    return replace(
        inspection,
        execution=replace(
            execution,
            arn=redaction.text(execution.arn),
            recording_id=redaction.text(execution.recording_id),
            input=Document.of(redaction.value(execution.input.raw)),
            document=Document.of(redaction.value(execution.document.raw)),
            events=redaction.value(list(execution.events)),
            error=redaction.text(execution.error),
            cause=redaction.text(execution.cause),
        ),
        files={
            name: replace(one, key=redaction.text(one.key), body=_clean(redaction, name, one.body))
            for name, one in inspection.files.items()
            if not is_secret(name, with_pictures=with_pictures)
        },
        left_out=frozenset(name for name in inspection.files if is_secret(name, with_pictures=with_pictures)),
        chunks=(),
        replays=tuple(redaction.text(one) for one in inspection.replays),
        lines=[
            replace(line, message=redaction.text(line.message), facts=redaction.value(line.facts))
            for line in inspection.lines
        ],
        links=None,
    )


def is_secret(name: str, *, with_pictures: bool) -> bool:
    """Whether a file is left out."""
    if name == "transcription.json" or is_voice(f"recordings/any/{name}"):
        return True
    return not with_pictures and name != "sticker.json" and name.startswith(PICTURED)


def _clean(redaction: Redaction, name: str, body: bytes | None) -> bytes | None:
    return redaction.text(body.decode()).encode() if body is not None and name.endswith(".json") else body


def _names(inspection: Inspection) -> dict[str, str]:
    document = inspection.execution.input
    device, recording = document.device or StoredDevice(), document.recording or StoredRecording()
    account = inspection.execution.arn.split(":")[4]
    return {
        device.endpoint: "https://ENDPOINT",
        device.session_id: "SESSION",
        device.connection_id: "CONNECTION",
        recording.connection_id: "CONNECTION",
        device.device_id: "DEVICE",
        device_key(device.device_id) if device.device_id else "": "device",
        account: "ACCOUNT",
    }


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _pattern(text: str) -> str:
    """Matches the same words, whatever is between them, and however deep JSON within JSON has escaped them."""
    return _BETWEEN.join("".join(map(_letter, word)) for word in _WORD.findall(text))


def _letter(letter: str) -> str:
    escaped = json.dumps(letter)[1:-1].replace("\\", r"\\+")
    return letter if letter.isascii() else f"(?:{letter}|{escaped})"
