"""A good end: audio, words and chunks are deleted, and the session learns the outcome.

Stickers, facts and what was delivered stay. Only this step deletes.
"""

from collections.abc import Iterator

from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.execution import ExecutionDocument, Facts, Picture, Recording
from stikadoo.keys import ChunkKey, chunk_folder
from stikadoo.session import session_id_of

CHUNK_LATENESS_MS = 5000
"Chunks that arrived so long after listen stop may still be the recording's; none is after the next listen start."


class FinishedDocument(ExecutionDocument):
    outcome: str
    picture: Picture | None = None


class ForgetResult(Facts):
    deleted: int
    outcome: str
    illustrator: str | None = None
    "Who drew, if anybody did."


def forget(document: FinishedDocument, bucket: Bucket, registry: Registry, keep_recordings: str) -> ForgetResult:
    """Raises ProviderUnavailable if S3 keeps anything: then an operator looks, and the bucket's lifecycle deletes."""
    doomed: list[str] = []
    if keep_recordings == "failed":
        doomed += document.folder.voice
        if document.recording and not document.replay_of:  # a replay only borrows the original's chunks
            doomed += chunks(document.recording, document.recording_id, bucket, registry)
    bucket.delete(doomed)
    registry.conclude(document.device.session_id, document.recording_id, document.outcome)
    illustrator = document.picture and document.picture.answered_by
    return ForgetResult(deleted=len(doomed), outcome=document.outcome, illustrator=illustrator)


def chunks(recording: Recording, recording_id: str, bucket: Bucket, registry: Registry) -> Iterator[str]:
    """All the connection ever sent until this recording's end, but nothing of the next recording."""
    until = recording.stopped_ms + CHUNK_LATENESS_MS
    stored = list(bucket.keys(chunk_folder(recording.connection_id)))
    session = registry.find(session_id_of(recording.connection_id))
    if session and session.recording_id != recording_id and session.started_ms:
        until = min(until, session.started_ms - 1)
    return (key for key in stored if ChunkKey.parse(key).arrived_ms <= until)
