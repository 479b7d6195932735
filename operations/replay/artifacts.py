"""Which artifacts of an execution still exist to start a replay from, and why another does not."""

from datetime import UTC, datetime
from typing import Any

from operations.executions.execution import Execution
from operations.replay.entry_points import DELIVER, TRANSCODE, EntryPoint
from stikadoo.aws.bucket import Bucket
from stikadoo.keys import chunk_folder, is_voice


def available_input(bucket: Bucket, execution: Execution, entry: EntryPoint) -> dict[str, Any] | None:
    """The fields that the document must have to begin there; None if their objects do not exist any more."""
    if entry is TRANSCODE:
        return _packets(bucket, execution)
    artifact = execution.document.artifact(entry.field)
    if artifact is None or artifact.status != "ready" or not artifact.key:
        return None
    if entry is DELIVER and not artifact.preview_key:
        return None
    return execution.document.part(entry.field) if all(map(bucket.exists, artifact.keys)) else None


def why_unavailable(execution: Execution, entry: EntryPoint) -> str:
    """When and why its input was deleted, or that it was never made."""
    key = _key(execution, entry)
    if key is None:
        at = f" at {execution.failed_state}" if execution.failed_state else ""
        return f"{entry.what} was never made: {execution.recording_id} ended{at} before"
    if not is_voice(key):
        return f"{entry.what} is gone: the bucket's lifecycle deletes stickers after StickerDays, or a person did"
    if not execution.is_broken:
        return f"{entry.what} is gone: deleted on success, {_time(execution.stopped)}"
    return (
        f"{entry.what} is gone: after the failure, {_time(execution.stopped)}, it was kept for VoiceDays (one, "
        "unless the stage chose otherwise), or until `stikadoo forget`"
    )


def _packets(bucket: Bucket, execution: Execution) -> dict[str, Any] | None:
    """packets.bin of this execution or of the original; else the chunks it would have been made of."""
    for key in (execution.folder.packets, execution.document.packets_key):
        if key and bucket.exists(key):
            return {TRANSCODE.field: key}
    return execution.document.part("recording") if _has_chunks(bucket, execution) else None


def _has_chunks(bucket: Bucket, execution: Execution) -> bool:
    recording = execution.document.recording
    if recording is None or not recording.connection_id:
        return False
    folder = chunk_folder(recording.connection_id)
    return any(True for _ in bucket.keys(folder, after=f"{folder}{recording.started_ms:013d}"))


def _key(execution: Execution, entry: EntryPoint) -> str | None:
    """Where the entry point's input is, or was; None if it was never made."""
    document = execution.document
    if entry is TRANSCODE:
        return execution.folder.packets if document.speech or document.recording else None
    artifact = document.artifact(entry.field)
    return artifact.key if artifact else None


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else "at a time unknown"
