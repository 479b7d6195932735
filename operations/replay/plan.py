"""The input of a replay: a new execution that begins with the artifacts of the original, by key.

Its name begins with the first recording's.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from operations.executions.document import Document
from operations.executions.execution import UNDELIVERED, Execution
from operations.replay.artifacts import available_input, why_unavailable
from operations.replay.entry_points import (
    DELIVER,
    ENTRY_POINTS,
    IMAGINE,
    RENDER,
    TRANSCRIBE,
    EntryPoint,
    entry_point_for,
)
from operations.replay.target import Target, find_target
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Device, Engines, ExecutionDocument, Sticker
from stikadoo.keys import RecordingFolder, replay_id

_LAST_ENTRY = {"transcribe": TRANSCRIBE, "imagine": IMAGINE}
"By kind of engine: the last entry point from which it is used."


@dataclass(frozen=True)
class Wanted:
    """The operator's options."""

    begin: EntryPoint | None = None
    engines: Mapping[str, str] = field(default_factory=dict)
    seed: int | None = None
    to: str | None = None

    @property
    def changes_result(self) -> bool:
        """Whether a state must run again for these options to matter."""
        return bool(self.engines) or self.seed is not None

    @property
    def latest(self) -> EntryPoint:
        """From a later one, the engines and the seed would not be used."""
        entries = [_LAST_ENTRY[kind] for kind in self.engines] + ([IMAGINE] if self.seed is not None else [])
        return min(entries, key=ENTRY_POINTS.index, default=DELIVER)


@dataclass(frozen=True)
class Plan:
    """A replay that can be started."""

    original: Execution
    entry: EntryPoint
    why: str
    "Why it begins there."
    document: Document
    "The new execution's input."
    target: Target
    engines: Mapping[str, str] = field(default_factory=dict)
    "Those chosen by the operator; without, the stage's."

    @property
    def recording_id(self) -> str:
        return self.document.recording_id

    @property
    def folder(self) -> RecordingFolder:
        return RecordingFolder(self.recording_id)


def engines_from(options: list[str]) -> dict[str, str]:
    """«imagine=dashscope,openmoji» → by kind. Raises ValueError."""
    chosen: dict[str, str] = {}
    for option in options:
        kind, _, names = option.partition("=")
        if kind not in Engines.model_fields or not all(name.strip() for name in names.split(",")):
            raise ValueError(f"--engine {option}: say transcribe=NAME or imagine=NAME, or NAME,NAME for a fallback")
        chosen[kind] = names
    return chosen


def plan(stage: Stage, original: Execution, wanted: Wanted) -> Plan:
    """`original`: with its failed state, if it failed. Raises ValueError if it cannot be replayed like that."""
    if original.is_running:
        raise ValueError(f"{original.recording_id} is still running: wait for its end")
    if original.document.device is None:
        raise ValueError(f"{original.recording_id} cannot be run again: its input names no device")
    target = find_target(stage, original.document.full_device(), wanted.to)
    entry, why = _entry_point(stage.bucket, original, wanted, target.device)
    document = _document(stage.bucket, original, entry, target.device, wanted)
    return Plan(original, entry, why, Document.of(document), target, wanted.engines)


def _entry_point(bucket: Bucket, original: Execution, wanted: Wanted, device: Device) -> tuple[EntryPoint, str]:
    """The chosen state; else the one that failed; else the one that the options need; else the delivery of a kept
    sticker; else the earliest possible.
    """

    def is_available(entry: EntryPoint) -> bool:
        return available_input(bucket, original, entry) is not None

    if wanted.begin:
        return _chosen(original, wanted.begin, wanted.latest, is_available=is_available(wanted.begin))
    possible = ENTRY_POINTS[: ENTRY_POINTS.index(wanted.latest) + 1]
    failed = entry_point_for(original.failed_state)
    if failed in possible and is_available(failed):
        return failed, f"where it failed ({original.failed_state}); --from Transcode makes all anew"
    if wanted.changes_result and is_available(wanted.latest):
        return wanted.latest, "the last state that uses your options"
    if original.outcome == UNDELIVERED and DELIVER in possible and is_available(DELIVER):
        if _prints(device, original.document.full_sticker()):
            return DELIVER, "its sticker was kept; --from names an earlier state"
        if is_available(RENDER):
            return RENDER, "its picture was kept, and the device now has another printer"
    earliest = next(filter(is_available, possible), None)
    if earliest is None:
        reasons = dict.fromkeys(why_unavailable(original, entry) for entry in possible)
        raise ValueError(f"{original.recording_id} cannot be run again: {'; '.join(reasons)}")
    return earliest, "the earliest whose input still exists"


def _chosen(
    original: Execution, entry: EntryPoint, latest: EntryPoint, *, is_available: bool
) -> tuple[EntryPoint, str]:
    if ENTRY_POINTS.index(entry) > ENTRY_POINTS.index(latest):
        raise ValueError(f"--from {entry.state} comes after the engine it should change: say --from {latest.state}")
    if not is_available:
        raise ValueError(f"cannot begin at {entry.state}: {why_unavailable(original, entry)}")
    return entry, "as chosen"


def _document(bucket: Bucket, original: Execution, entry: EntryPoint, device: Device, wanted: Wanted) -> dict[str, Any]:
    """The original's fields up to the entry point; nothing else is copied."""
    base = ExecutionDocument(
        recording_id=replay_id(original.first_recording, datetime.now(UTC), secrets.token_hex(2)),
        device=device,
        seed=original.document.seed if wanted.seed is None else wanted.seed,
        replay_of=original.first_recording,
    ).model_dump(mode="json", exclude_none=True, exclude={"engines"})
    if entry is ENTRY_POINTS[0]:
        parts = available_input(bucket, original, entry) or {}
    else:
        parts = original.document.part(*(one.field for one in ENTRY_POINTS[1 : ENTRY_POINTS.index(entry) + 1]))
    if entry is DELIVER:
        parts["sticker"] = _sticker_for(device, original.document.full_sticker())
    engines = {"engines": dict(wanted.engines)} if wanted.engines else {}
    return {**base, **parts, **engines}


def _sticker_for(device: Device, sticker: Sticker) -> dict[str, Any]:
    """The same bytes, if this device's printer understands them. Raises ValueError."""
    printer = device.printer
    if not _prints(device, sticker):
        raise ValueError(
            f"the sticker is {sticker.width} dots of {sticker.format}, and {device.device_id} prints "
            f"{printer.width_dots} of {printer.language}: say --from Render"
        )
    can_decode = sticker.encoded and sticker.encoded.encoding in device.image_encodings
    changes = {"device_id": device.device_id, "encoded": sticker.encoded if can_decode else None}
    return sticker.model_copy(update=changes).model_dump(mode="json", exclude_none=True)


def _prints(device: Device, sticker: Sticker) -> bool:
    """Whether the device's printer understands the sticker's bytes."""
    return (sticker.format, sticker.width) == (device.printer.language, device.printer.width_dots)
