"""Everything a stage still knows about one recording: its execution, its files, its chunks, its log lines. Read-only.

Files that a replay took from the original's folder are read from there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from operations.executions.document import Document, Lenient
from operations.executions.execution import Execution, with_history
from operations.executions.listing import find
from operations.inspect.console_links import Links, links
from operations.inspect.log_lines import LogLine, log_lines
from operations.parallel import parallel_map
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket, StoredObject
from stikadoo.aws.clients import is_denied
from stikadoo.errors import ProviderRefusedKey
from stikadoo.keys import CHUNK_LATENESS_MS, ChunkKey, chunk_folder

Kind = TypeVar("Kind", bound=Lenient)

SHOWN = frozenset(
    {
        *("transcript.json", "wish.json", "prompt.txt", "picture.png", "sticker.png", "preview.png"),
        *("delivery.json", "apology.json", "printed.json"),
    }
)
"What a terminal shows; other files are read for a bundle alone."

LOGGED_BEFORE = timedelta(minutes=2)
"listen start of the longest recording comes this long before its execution."
LOGGED_AFTER = timedelta(minutes=30)
"The device reports the end of the printing this long after it, at most."


@dataclass(frozen=True)
class Inspection:
    """One recording."""

    execution: Execution
    "With its history."
    files: dict[str, StoredObject]
    "By name; without a body where it was not requested."
    denied: frozenset[str]
    "Names of files that the operator's role may not read."
    chunks: tuple[StoredObject, ...]
    "The audio chunks, where they still exist."
    replays: tuple[str, ...]
    "Replays of this recording."
    lines: list[LogLine]
    unlogged: str
    "Why there are no lines, if that is known."
    links: Links | None
    "None on a local stage, which has no console."
    left_out: frozenset[str] = frozenset()
    "Names of files that redaction.py removed."

    @property
    def document(self) -> Document:
        return self.execution.document

    def body(self, name: str) -> bytes | None:
        return self.files[name].body if name in self.files else None

    def facts(self, name: str, kind: type[Kind]) -> Kind | None:
        """Of a JSON file; None if it is damaged, which a bundle shows."""
        try:
            content = json.loads(self.body(name) or b"")
        except ValueError:
            return None
        return kind.model_validate(content) if isinstance(content, dict) else None


def inspect(stage: Stage, which: str, *, whole: bool = False) -> Inspection:
    """`whole`: with the bodies of all files, audio too. Raises ValueError if there is no such execution."""
    execution = with_history(stage.machine, find(stage, which))
    folder = str(execution.folder)
    listing = list(stage.bucket.listing(folder))
    files, denied = _files(stage.bucket, execution, listing, whole=whole)
    lines, unlogged = _logged(stage, execution)
    return Inspection(
        execution=execution,
        files=files,
        denied=denied,
        chunks=tuple(_chunks(stage.bucket, execution, whole=whole)),
        replays=tuple(one.name.removesuffix(".json") for one in listing if one.key.startswith(f"{folder}replays/")),
        lines=lines,
        unlogged=unlogged,
        links=None if stage.endpoint else links(execution.arn, stage.bucket_name, folder),
    )


def _files(
    bucket: Bucket, execution: Execution, listing: list[StoredObject], *, whole: bool
) -> tuple[dict[str, StoredObject], frozenset[str]]:
    """By name, and the names that may not be read."""
    own = str(execution.folder)
    listed = {one.name: one for one in listing if "/" not in one.key.removeprefix(own)}
    keys = {key.rsplit("/", 1)[-1]: key for key in _borrowed(execution.document) if not key.startswith(own)}
    keys |= {name: one.key for name, one in listed.items()}
    if whole:
        keys["transcription.json"] = execution.folder.raw_transcription
    requested = {name: key for name, key in keys.items() if whole or name in SHOWN}
    results = parallel_map(lambda key: _read(bucket, key), requested.values())
    bodies = dict(zip(requested, results, strict=True))
    denied = frozenset(name for name, body in bodies.items() if isinstance(body, ProviderRefusedKey))
    # a listing has the time in milliseconds, an object's own header in seconds
    read = {
        name: replace(body, modified=listed[name].modified) if name in listed else body
        for name, body in bodies.items()
        if isinstance(body, StoredObject)
    }
    unread = {name: one for name, one in listed.items() if name not in requested or name in denied}
    return unread | read, denied


def _read(bucket: Bucket, key: str) -> StoredObject | ProviderRefusedKey | None:
    """None if it does not exist; the error if the role may not read it."""
    try:
        return bucket.get(key)
    except ProviderRefusedKey as exc:
        if not is_denied(exc):
            raise
        return exc


def _borrowed(document: Document) -> Iterator[str]:
    """Keys that a document names: a replay's may be in its original's folder."""
    for part in ("speech", "transcription", "wish", "picture", "sticker"):
        if artifact := document.artifact(part):
            yield from artifact.keys
    if document.packets_key:
        yield document.packets_key


def _chunks(bucket: Bucket, execution: Execution, *, whole: bool) -> Iterator[StoredObject]:
    """Those that arrived between listen start and listen stop, or a little later."""
    recording = execution.document.recording
    if recording is None or not recording.connection_id:
        return
    folder = chunk_folder(recording.connection_id)
    for listed in bucket.listing(folder, after=f"{folder}{recording.started_ms:013d}"):
        if ChunkKey.parse(listed.key).arrived_ms > recording.stopped_ms + CHUNK_LATENESS_MS:
            return
        chunk = _read(bucket, listed.key) if whole else None
        yield chunk if isinstance(chunk, StoredObject) else listed


def _logged(stage: Stage, execution: Execution) -> tuple[list[LogLine], str]:
    """The lines, and why there are none if the role may not read them."""
    since, until = execution.started - LOGGED_BEFORE, (execution.stopped or datetime.now(UTC)) + LOGGED_AFTER
    try:
        return log_lines(stage.logs, execution.recording_id, since, until), ""
    except ProviderRefusedKey as exc:
        if not is_denied(exc):
            raise
        return [], "your role may not read them"
