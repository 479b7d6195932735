"""Where a replay can begin: the states of the machine, what each needs of the original, and whether S3 still has it.

The machine begins where its input says (WhereToBegin), so a beginning is a field of the document:

    Transcode ← packets_key (or the chunks) · Transcribe ← speech · Announce ← transcription · Imagine ← wish
    Render ← picture · Deliver ← sticker
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cli.history import history
from cli.operations.executions import Execution
from infra.shelves import Shelves
from stikadoo.execution import Recording
from stikadoo.keys import RecordingFolder, chunk_folder, is_voice


@dataclass(frozen=True)
class Beginning:
    """A state that the machine can be entered at."""

    state: str
    field: str
    "Of the document: what it begins with."
    what: str
    "The same, for people."


TRANSCODE = Beginning("Transcode", "packets_key", "the recorded sound")
IMAGINE = Beginning("Imagine", "wish", "the wish")
TRANSCRIBE = Beginning("Transcribe", "speech", "the speech")
DELIVER = Beginning("Deliver", "sticker", "the sticker")
BEGINNINGS = (
    TRANSCODE,
    TRANSCRIBE,
    Beginning("Announce", "transcription", "the transcript"),
    IMAGINE,
    Beginning("Render", "picture", "the picture"),
    DELIVER,
)
"In the machine's order."

_REACHED_BY = {
    "WaitForTranscript": "Transcribe",
    "CheckTranscript": "Transcribe",
    "Moderate": "Announce",
    "WaitForPicture": "Imagine",
    "CheckPicture": "Imagine",
}
"States that no input leads to, and the beginning that does."


def beginning_at(state: str) -> Beginning | None:
    """Moderate → Announce; None for a state that a replay has no business with."""
    wanted = _REACHED_BY.get(state, state)
    return next((one for one in BEGINNINGS if one.state == wanted), None)


@dataclass(frozen=True)
class Story:
    """An execution that has ended: what it had made when it did, and where."""

    execution: Execution
    document: dict[str, Any]
    "As it went into the last state: the input, and a field for each state before."
    failed_at: str
    "Empty if it did not fail."

    @property
    def recording_id(self) -> str:
        """Whose folder it wrote into: an execution that a person started may be called otherwise."""
        return str(self.document.get("recording_id", self.execution.recording_id))

    @property
    def first(self) -> str:
        """The recording that all replays of it go back to."""
        return str(self.document.get("replay_of") or self.recording_id)

    @property
    def failed_beginning(self) -> Beginning | None:
        return beginning_at(self.failed_at)

    @property
    def was_delivered(self) -> bool:
        """Though it failed: only forgetting did."""
        return self.execution.is_broken and self.document.get("outcome") == "delivered"


def story(shelves: Shelves, execution: Execution) -> Story:
    """Raises ValueError for one that runs, ClientError."""
    if not execution.stopped:
        raise ValueError(f"{execution.recording_id} is still being made: wait for its end")
    if not execution.is_broken:
        return Story(execution, execution.document, "")
    failed_at = history(shelves.states, execution.arn).failed_at
    return Story(execution, _last_document(shelves, execution), failed_at)


def _last_document(shelves: Shelves, execution: Execution) -> dict[str, Any]:
    said = shelves.states.get_execution_history(executionArn=execution.arn, reverseOrder=True, maxResults=100)
    entered = (event["stateEnteredEventDetails"] for event in said["events"] if "stateEnteredEventDetails" in event)
    last = next(entered, None)
    found: dict[str, Any] = json.loads(last["input"]) if last else {}
    return {**execution.document, **found}


def brought(shelves: Shelves, told: Story, beginning: Beginning) -> dict[str, Any] | None:
    """What the document must hold to begin there; None if it is not there any more. Raises ClientError."""
    if beginning is TRANSCODE:
        return _packets(shelves, told)
    field = told.document.get(beginning.field) or {}
    keys = [field.get("key"), *([field.get("preview_key")] if beginning is DELIVER else [])]
    is_there = field.get("status", "ready") == "ready" and all(key and is_stored(shelves, key) for key in keys)
    return {beginning.field: field} if is_there else None


def _packets(shelves: Shelves, told: Story) -> dict[str, Any] | None:
    """packets.bin, wherever it lies; else the chunks it would have been made of."""
    for key in (RecordingFolder(told.recording_id).packets, told.document.get("packets_key")):
        if key and is_stored(shelves, key):
            return {TRANSCODE.field: key}
    said = told.document.get("recording")
    if said and _has_chunks(shelves, Recording.model_validate(said)):
        return {"recording": said}
    return None


def _has_chunks(shelves: Shelves, recording: Recording) -> bool:
    folder = chunk_folder(recording.connection_id)
    stored = shelves.s3.list_objects_v2(
        Bucket=shelves.bucket, Prefix=folder, StartAfter=f"{folder}{recording.started_ms:013d}", MaxKeys=1
    )
    return bool(stored.get("Contents"))


def is_stored(shelves: Shelves, key: str) -> bool:
    """Raises ClientError."""
    try:
        shelves.s3.head_object(Bucket=shelves.bucket, Key=key)
    except shelves.s3.exceptions.ClientError as exc:
        if exc.response["Error"]["Code"] in {"404", "NoSuchKey"}:
            return False
        raise
    return True


def why_not(told: Story, beginning: Beginning) -> str:
    """When and why its input is gone: rule 6's answer, for an operator."""
    ended = told.execution
    key = _would_be(told, beginning)
    if key is None:
        at = f" at {told.failed_at}" if told.failed_at else ""
        return f"{beginning.what} was never made: {ended.recording_id} ended{at} before"
    if not is_voice(key):
        return f"{beginning.what} is gone: the bucket's lifecycle deletes stickers after StickerDays, or a person did"
    if not ended.is_broken:
        return f"{beginning.what} is gone: deleted at the good end, {_time(ended.stopped)}"
    return (
        f"{beginning.what} is gone: after the failure, {_time(ended.stopped)}, it was kept for VoiceDays (one, "
        "unless the stage chose otherwise), or until `stikadoo forget`"
    )


def _would_be(told: Story, beginning: Beginning) -> str | None:
    if beginning is TRANSCODE:
        return (
            RecordingFolder(told.recording_id).packets
            if told.document.get("speech") or told.document.get("recording")
            else None
        )
    field = told.document.get(beginning.field) or {}
    found: str | None = field.get("key")
    return found


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "at a time unknown"
