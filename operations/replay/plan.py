"""What an operator wants of a recording becomes the input of a new execution.

It begins with what the original left behind, by key. Its name begins with the first recording's.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from operations.executions.execution import Execution
from operations.replay.artifacts import brought, why_not
from operations.replay.entry_points import BEGINNINGS, DELIVER, IMAGINE, TRANSCRIBE, Beginning
from operations.replay.stories import Story
from operations.replay.target import Receiver, receiver
from operations.stage import Stage
from stikadoo.execution import Device, Engines, ExecutionDocument, Sticker
from stikadoo.keys import RecordingFolder, replay_id

_ASKED_BY = {"transcribe": TRANSCRIBE, "imagine": IMAGINE}
"By kind of engine: the last beginning from which it is asked."


@dataclass(frozen=True)
class Wanted:
    """What an operator said of a replay."""

    begin: Beginning | None = None
    engines: Mapping[str, str] = field(default_factory=dict)
    seed: int | None = None
    to: str | None = None

    @property
    def asks(self) -> bool:
        """For something that a state before the end must see."""
        return bool(self.engines) or self.seed is not None

    @property
    def latest(self) -> Beginning:
        """Later, the engines and the seed would not be asked for."""
        asked = [_ASKED_BY[kind] for kind in self.engines] + ([IMAGINE] if self.seed is not None else [])
        return min(asked, key=BEGINNINGS.index, default=DELIVER)


@dataclass(frozen=True)
class Plan:
    """A replay that can be started."""

    original: Execution
    beginning: Beginning
    why: str
    "Why there."
    document: dict[str, Any]
    "The new execution's input."
    receiver: Receiver

    @property
    def recording_id(self) -> str:
        return str(self.document["recording_id"])

    @property
    def folder(self) -> RecordingFolder:
        return RecordingFolder(self.recording_id)


def engines_from(said: list[str]) -> dict[str, str]:
    """«imagine=dashscope,openmoji» → by kind. Raises ValueError."""
    chosen: dict[str, str] = {}
    for one in said:
        kind, _, names = one.partition("=")
        if kind not in Engines.model_fields or not all(name.strip() for name in names.split(",")):
            raise ValueError(f"--engine {one}: say transcribe=NAME or imagine=NAME, or NAME,NAME for who follows whom")
        chosen[kind] = names
    return chosen


def plan(stage: Stage, told: Story, wanted: Wanted) -> Plan:
    """Raises ValueError for what is gone, cannot be asked for, or reaches nobody; ClientError."""
    said = told.document.get("device")
    if not said:
        raise ValueError(f"{told.execution.recording_id} cannot be run again: its input names no device")
    beginning, why = _beginning(stage, told, wanted)
    to = receiver(stage, Device.model_validate(said), wanted.to)
    document = _document(stage, told, beginning, to.device, wanted)
    return Plan(told.execution, beginning, why, document, to)


def _beginning(stage: Stage, told: Story, wanted: Wanted) -> tuple[Beginning, str]:
    """The state that was said; else the one that failed; else the one that asks; else the earliest that still can."""
    if wanted.begin:
        if BEGINNINGS.index(wanted.begin) > BEGINNINGS.index(wanted.latest):
            raise ValueError(f"--from {wanted.begin.state} asks no engine any more: say --from {wanted.latest.state}")
        if brought(stage, told, wanted.begin) is None:
            raise ValueError(f"cannot begin at {wanted.begin.state}: {why_not(told, wanted.begin)}")
        return wanted.begin, "as you said"
    possible = BEGINNINGS[: BEGINNINGS.index(wanted.latest) + 1]
    failed = told.failed_beginning
    if failed in possible and brought(stage, told, failed) is not None:
        return failed, f"where it failed ({told.failed_at}); --from Transcode makes all anew"
    if wanted.asks and brought(stage, told, wanted.latest) is not None:
        return wanted.latest, "where what you asked for is asked"
    found = next((one for one in possible if brought(stage, told, one) is not None), None)
    if found is None:
        reasons = [why_not(told, one) for one in possible]
        raise ValueError(f"{told.execution.recording_id} cannot be run again: {'; '.join(dict.fromkeys(reasons))}")
    return found, "the earliest whose input is still there"


def _document(stage: Stage, told: Story, beginning: Beginning, device: Device, wanted: Wanted) -> dict[str, Any]:
    """Made of the original's, field by field up to the beginning; nothing is taken over that is not named here."""
    base = ExecutionDocument(
        recording_id=replay_id(told.first, datetime.now(UTC), secrets.token_hex(2)),
        device=device,
        seed=told.document.get("seed", 0) if wanted.seed is None else wanted.seed,
        replay_of=told.first,
    ).model_dump(mode="json", exclude_none=True, exclude={"engines"})
    if beginning is BEGINNINGS[0]:
        made = brought(stage, told, beginning) or {}
    else:
        fields = [one.field for one in BEGINNINGS[1 : BEGINNINGS.index(beginning) + 1]]
        made = {name: told.document[name] for name in fields if name in told.document}
    if beginning is DELIVER:
        made["sticker"] = _sticker_for(device, made["sticker"])
    asked = {"engines": dict(wanted.engines)} if wanted.engines else {}
    return {**base, **made, **asked}


def _sticker_for(device: Device, said: dict[str, Any]) -> dict[str, Any]:
    """The same bytes, if this device's printer understands them. Raises ValueError."""
    sticker = Sticker.model_validate(said)
    printer = device.printer
    if (sticker.format, sticker.width) != (printer.language, printer.width_dots):
        raise ValueError(
            f"the sticker is {sticker.width} dots of {sticker.format}, and {device.device_id} prints "
            f"{printer.width_dots} of {printer.language}: say --from Render"
        )
    can_decode = sticker.encoded and sticker.encoded.encoding in device.image_encodings
    changed = {"device_id": device.device_id, "encoded": sticker.encoded if can_decode else None}
    return sticker.model_copy(update=changed).model_dump(mode="json", exclude_none=True)
