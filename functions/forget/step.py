"""Deletes a recording's audio, words and chunks after a successful execution, and stores the outcome in the session.

Stickers, facts and delivered files are kept. No other step deletes anything.
"""

from collections.abc import Iterator

from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.execution import ExecutionDocument, Facts, Picture, Recording
from stikadoo.keys import CHUNK_LATENESS_MS, ChunkKey, chunk_folder
from stikadoo.session import session_id_of


class FinishedDocument(ExecutionDocument):
    outcome: str
    picture: Picture | None = None


class ForgetResult(Facts):
    deleted: int
    outcome: str
    illustrator: str | None = None
    "The engine that drew the picture, if one did."


def forget(document: FinishedDocument, bucket: Bucket, registry: Registry, keep_recordings: str) -> ForgetResult:
    """Raises ProviderUnavailable if S3 fails to delete an object; the bucket's lifecycle rules delete it later."""
    keys: list[str] = []
    if keep_recordings == "failed":
        keys += document.folder.voice
        if document.recording and not document.replay_of:  # a replay's chunks belong to the original
            keys += chunks(document.recording, document.recording_id, bucket, registry)
    bucket.delete(keys)
    registry.conclude(document.device.session_id, document.recording_id, document.outcome)
    illustrator = document.picture and document.picture.answered_by
    return ForgetResult(deleted=len(keys), outcome=document.outcome, illustrator=illustrator)


def chunks(recording: Recording, recording_id: str, bucket: Bucket, registry: Registry) -> Iterator[str]:
    """All the connection's chunks up to this recording's end, but none of the next recording."""
    until = recording.stopped_ms + CHUNK_LATENESS_MS
    stored = list(bucket.keys(chunk_folder(recording.connection_id)))
    session = registry.find(session_id_of(recording.connection_id))
    if session and session.recording_id != recording_id and session.started_ms:
        until = min(until, session.started_ms - 1)
    return (key for key in stored if ChunkKey.parse(key).arrived_ms <= until)
