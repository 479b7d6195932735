"""What an execution left behind becomes what a replay can begin with, or the reason why it cannot."""

from datetime import UTC, datetime
from typing import Any

from operations.replay.entry_points import DELIVER, TRANSCODE, Beginning
from operations.replay.stories import Story
from operations.stage import Stage
from stikadoo.execution import Recording
from stikadoo.keys import RecordingFolder, chunk_folder, is_voice


def brought(stage: Stage, told: Story, beginning: Beginning) -> dict[str, Any] | None:
    """What the document must hold to begin there; None if it is not there any more. Raises ClientError."""
    if beginning is TRANSCODE:
        return _packets(stage, told)
    field = told.document.get(beginning.field) or {}
    keys = [field.get("key"), *([field.get("preview_key")] if beginning is DELIVER else [])]
    is_there = field.get("status", "ready") == "ready" and all(key and is_stored(stage, key) for key in keys)
    return {beginning.field: field} if is_there else None


def _packets(stage: Stage, told: Story) -> dict[str, Any] | None:
    """packets.bin, wherever it lies; else the chunks it would have been made of."""
    for key in (RecordingFolder(told.recording_id).packets, told.document.get("packets_key")):
        if key and is_stored(stage, key):
            return {TRANSCODE.field: key}
    said = told.document.get("recording")
    if said and _has_chunks(stage, Recording.model_validate(said)):
        return {"recording": said}
    return None


def _has_chunks(stage: Stage, recording: Recording) -> bool:
    folder = chunk_folder(recording.connection_id)
    stored = stage.s3.list_objects_v2(
        Bucket=stage.bucket, Prefix=folder, StartAfter=f"{folder}{recording.started_ms:013d}", MaxKeys=1
    )
    return bool(stored.get("Contents"))


def is_stored(stage: Stage, key: str) -> bool:
    """Raises ClientError."""
    try:
        stage.s3.head_object(Bucket=stage.bucket, Key=key)
    except stage.s3.exceptions.ClientError as exc:
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
