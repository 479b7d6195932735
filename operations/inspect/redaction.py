"""A look at a recording becomes one that may be shown to strangers: without voice, words, pictures, and who it was.

A picture may have the words lettered in it, so it stays out unless somebody has looked. Ids and the account become
stand-ins: the same one always the same, so that lines still tell what belongs together.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from operations.inspect.inspection import Inspection
from stikadoo.keys import device_key, is_voice

Value = TypeVar("Value")

WORDS = "[words]"
PICTURED = ("picture.", "sticker.", "preview.")
"What names of files with a drawing in them begin with; sticker.json has none."
_WORD = re.compile(r"\w+")
_BETWEEN = r"(?:\\++(?:u[0-9a-f]{4}|[nrtbf])?|[^\w\\])+"
"Marks and spaces, and as JSON escapes them. A run of backslashes is never tried in parts: that would take for ever."

_BEFORE_THE_DAY = re.compile(r"(?<!\w)(?:[0-9a-f]{12}|x[0-9a-f]{16})(?=-\d{8}-\d{6}-)")
"The device in any recording's id: a replay's may be another's than its original's."


@dataclass(frozen=True)
class Redaction:
    """What is taken out of texts."""

    words: re.Pattern[str] | None
    "None where no words are known, since none are stored any more."
    names: dict[re.Pattern[str], str]

    def text(self, text: str) -> str:
        for pattern, stand_in in self.names.items():
            text = pattern.sub(stand_in, text)
        return self.words.sub(WORDS, text) if self.words else text

    def value(self, value: Value) -> Value:
        """Every string in what JSON can say."""
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
    """By what is known of the recording; its words must have been read."""
    spoken = sorted({_said(text) for text in words(inspection)} - {""}, key=len, reverse=True)
    pattern = re.compile(rf"(?:(?<!\w)|(?<=\\[nrt]))(?:{'|'.join(spoken)})(?!\w)", re.IGNORECASE) if spoken else None
    names = {_whole(name): stand_in for name, stand_in in _names(inspection).items() if name}
    return Redaction(pattern, {_BEFORE_THE_DAY: "device"} | names)


def words(inspection: Inspection) -> Iterator[str]:
    """All that was said, as far as it is stored: transcript, alternatives, wish, prompt."""
    transcript = inspection.facts("transcript.json") or {}
    yield transcript.get("text", "")
    yield from transcript.get("alternatives", ())
    yield (inspection.facts("wish.json") or {}).get("text", "")
    yield (inspection.body("prompt.txt") or b"").decode()


def redacted(inspection: Inspection, *, with_pictures: bool = False) -> Inspection:
    """The same without what may not be shown."""
    redaction = redaction_of(inspection)
    execution = inspection.execution
    return replace(
        inspection,
        execution=replace(
            execution,
            arn=redaction.text(execution.arn),
            recording_id=redaction.text(execution.recording_id),
            document=redaction.value(execution.document),
            error=redaction.text(execution.error),
            cause=redaction.text(execution.cause),
        ),
        started_with=redaction.value(inspection.started_with),
        events=redaction.value(inspection.events),
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
    """Whether a file stays out."""
    if name == "transcription.json" or is_voice(f"recordings/any/{name}"):
        return True
    return not with_pictures and name != "sticker.json" and name.startswith(PICTURED)


def _clean(redaction: Redaction, name: str, body: bytes | None) -> bytes | None:
    return redaction.text(body.decode()).encode() if body is not None and name.endswith(".json") else body


def _names(inspection: Inspection) -> dict[str, str]:
    document = inspection.started_with
    device = document.get("device", {})
    account = inspection.execution.arn.split(":")[4]
    device_id = str(device.get("device_id", ""))
    return {
        str(device.get("endpoint", "")): "https://ENDPOINT",
        str(device.get("session_id", "")): "SESSION",
        str(device.get("connection_id", "")): "CONNECTION",
        str((document.get("recording") or {}).get("connection_id", "")): "CONNECTION",
        device_id: "DEVICE",
        device_key(device_id) if device_id else "": "device",
        account: "ACCOUNT",
    }


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def _said(text: str) -> str:
    """A pattern of the same words, whatever stands between them, and however deep JSON within JSON escaped them."""
    return _BETWEEN.join("".join(map(_letter, word)) for word in _WORD.findall(text))


def _letter(letter: str) -> str:
    escaped = json.dumps(letter)[1:-1].replace("\\", r"\\+")
    return letter if letter.isascii() else f"(?:{letter}|{escaped})"
