"""The wish of an execution, as far as it is stored and the operator may read it."""

from dataclasses import dataclass

from operations.executions.document import Document, Lenient
from operations.executions.execution import Execution, with_failed_state
from operations.parallel import parallel_map
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import is_denied
from stikadoo.errors import ProviderRefusedKey

FORGOTTEN, NOT_ALLOWED = "forgotten", "not allowed"


class _Text(Lenient):
    """wish.json and transcript.json."""

    text: str = ""


@dataclass(frozen=True)
class Words:
    """The wish, or why it cannot be shown."""

    text: str = ""
    "Empty if nothing was heard, or no words were requested."
    absent: str = ""
    "forgotten (deleted on success, or a day after a failure) or not allowed."


def with_words(stage: Stage, found: list[Execution], *, words: bool) -> list[tuple[Execution, Words]]:
    """In their order, failed ones with their history: a call for each of those, up to two for words that may exist."""
    bucket, machine = stage.bucket, stage.machine

    def read(execution: Execution) -> tuple[Execution, Words]:
        complete = with_failed_state(machine, execution)
        return complete, (words_of(bucket, complete) if words else Words())

    return list(parallel_map(read, found))


def words_of(bucket: Bucket, execution: Execution) -> Words:
    """The wish, or the transcript it was made from.

    A replay's are in the original's folder, where its document says, unless it transcribed again.
    """
    document, folder = execution.document, execution.folder
    absent = FORGOTTEN
    if not (document.forgotten and document.forgotten.deleted):
        for part, own in (("wish", folder.wish), ("transcription", folder.transcript)):
            key = _key(document, part) or own
            try:
                stored = bucket.find_facts(key, _Text)
            except ProviderRefusedKey as exc:
                if not is_denied(exc):
                    raise
                absent = NOT_ALLOWED
            else:
                if stored:
                    return Words(stored.text)
    return Words(absent=absent if _was_heard(execution) else "")


def _key(document: Document, part: str) -> str | None:
    artifact = document.artifact(part)
    return artifact.key if artifact else None


def _was_heard(execution: Execution) -> bool:
    transcription = execution.document.transcription
    return not execution.is_running and transcription is not None and transcription.status == "ready"
