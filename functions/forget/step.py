"""Deletes a recording's audio, words and chunks after a successful execution, and stores the outcome in the session.

Stickers, facts and delivered files are kept. No other step deletes anything.
"""

from collections.abc import Iterator

from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.execution import ExecutionDocument, Facts, Picture, Recording, Speech, ended
from stikadoo.keys import CHUNK_LATENESS_MS, ChunkKey, chunk_folder
from stikadoo.session import Session, session_id_of


class FinishedDocument(ExecutionDocument):
    outcome: str
    speech: Speech | None = None
    picture: Picture | None = None


class ForgetResult(Facts):
    deleted: int
    outcome: str
    illustrator: str | None = None
    "The engine that drew the picture, if one did."


def forget(document: FinishedDocument, bucket: Bucket, registry: Registry, keep_recordings: str) -> ForgetResult:
    """Raises ProviderUnavailable if S3 fails to delete an object; the bucket's lifecycle rules delete it later."""
    if not document.replay_of:
        registry.conclude(document.device.session_id, document.recording_id, document.outcome)
    keys: list[str] = []
    if keep_recordings == "failed":
        keys += document.folder.voice
        if document.recording and not document.replay_of:  # a replay's chunks belong to the original
            keys += chunks(ended(document.recording, document.speech), bucket, registry)
    bucket.delete(keys)
    illustrator = document.picture and document.picture.answered_by
    return ForgetResult(deleted=len(keys), outcome=document.outcome, illustrator=illustrator)


def chunks(recording: Recording, bucket: Bucket, registry: Registry) -> Iterator[str]:
    """The chunks of this recording, and of discarded ones before it.

    Chunks of another recording are kept: it may be in progress, or failed and to be replayed.
    """
    session = registry.find(session_id_of(recording.connection_id))
    until = recording.stopped_ms + CHUNK_LATENESS_MS
    for key in list(bucket.keys(chunk_folder(recording.connection_id))):
        arrived_ms = ChunkKey.parse(key).arrived_ms
        if arrived_ms <= until and _is_deletable(arrived_ms, recording.started_ms, session):
            yield key


def _is_deletable(arrived_ms: int, started_ms: int, session: Session | None) -> bool:
    turn = session.turn_at(arrived_ms) if session else None
    if turn is None:
        return started_ms <= arrived_ms
    return turn.is_discarded or turn.started_ms == started_ms
