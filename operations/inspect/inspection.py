"""A recording, or its execution, becomes all that a stage still knows of it: one look, without changing anything.

The execution's history, the folder's files, the log's lines. Files that a replay took from its original's folder are
read from there.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from operations.executions.execution import RUNNING, Execution, find
from operations.executions.history import Event, StateRun, events, state_runs
from operations.inspect.console_links import Links, links
from operations.inspect.log_lines import LogLine, log_lines
from operations.inspect.stored import DENIED, NotAllowed, Stored, listing, read
from operations.parallel import side_by_side
from operations.stage import Stage
from stikadoo.execution import Recording
from stikadoo.keys import ChunkKey, chunk_folder

SHOWN = frozenset(
    {
        *("transcript.json", "wish.json", "prompt.txt", "picture.png", "sticker.png", "preview.png"),
        *("delivery.json", "apology.json", "printed.json"),
    }
)
"What a terminal shows; the rest is read for a bundle alone."

LATE_MS = 5000
"As forget counts: chunks that arrived so long after listen stop are still the recording's."
LOGGED_BEFORE = timedelta(minutes=2)
"listen start, of a recording as long as may be."
LOGGED_AFTER = timedelta(minutes=30)
"Until the device has said how the printing went."


@dataclass(frozen=True)
class Inspection:
    """What there is of one recording."""

    execution: Execution
    "Its document is as far as it got."
    started_with: dict[str, Any]
    events: list[Event]
    "The history, as Step Functions tells it."
    files: dict[str, Stored]
    "By name; unread where they were not asked for."
    denied: frozenset[str]
    "Names of files that the operator's role may not read."
    chunks: tuple[Stored, ...]
    "The voice as it came, where it still is."
    replays: tuple[str, ...]
    "Recordings that run this one again."
    lines: list[LogLine]
    unlogged: str
    "Why there are no lines, if that is known."
    links: Links | None
    "None on a local stage, which has no console."
    left_out: frozenset[str] = frozenset()
    "Names of files that were there, and are not to be shown: see redaction.py."

    @property
    def document(self) -> dict[str, Any]:
        return self.execution.document

    @property
    def state_runs(self) -> list[StateRun]:
        return state_runs(self.events)

    @property
    def is_running(self) -> bool:
        return self.execution.status == RUNNING

    def body(self, name: str) -> bytes | None:
        return self.files[name].body if name in self.files else None

    def facts(self, name: str) -> dict[str, Any] | None:
        """Of a JSON file; None if it is damaged, which a bundle shows."""
        try:
            found = json.loads(self.body(name) or b"")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None


def look(stage: Stage, which: str, *, whole: bool = False) -> Inspection:
    """`whole`: every file is read, audio too. Raises ValueError if there is no such execution, ClientError."""
    execution = find(stage, which)
    told = events(stage.states, execution.arn)
    begun, so_far = documents(told)
    execution = replace(execution, document=so_far or execution.document)
    folder = str(execution.folder)
    there = list(listing(stage, folder))
    files, denied = _files(stage, execution, there, whole=whole)
    lines, unlogged = _logged(stage, execution)
    return Inspection(
        execution=execution,
        started_with=begun or execution.document,
        events=told,
        files=files,
        denied=denied,
        chunks=tuple(_chunks(stage, execution.document, whole=whole)),
        replays=tuple(one.name.removesuffix(".json") for one in there if one.key.startswith(f"{folder}replays/")),
        lines=lines,
        unlogged=unlogged,
        links=None if stage.endpoint else links(execution.arn, stage.bucket, folder),
    )


def documents(events: list[Event]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document as the execution began with it, and as far as it got; empty where no event holds it."""
    found = [document for event in events if (document := _document(event))]
    return (found[0], found[-1]) if found else ({}, {})


def _document(event: Event) -> dict[str, Any] | None:
    said = (
        event.get("executionStartedEventDetails", {}).get("input")
        or event.get("stateEnteredEventDetails", {}).get("input")
        or event.get("stateExitedEventDetails", {}).get("output")
    )
    try:
        document = json.loads(said or "")
    except ValueError:
        return None
    return document if isinstance(document, dict) and "recording_id" in document else None


def _files(
    stage: Stage, execution: Execution, there: list[Stored], *, whole: bool
) -> tuple[dict[str, Stored], frozenset[str]]:
    """By name, and the names that may not be read."""
    own = str(execution.folder)
    found = {one.name: one for one in there if "/" not in one.key.removeprefix(own)}
    keys = {key.rsplit("/", 1)[-1]: key for key in borrowed(execution.document) if not key.startswith(own)}
    keys |= {name: one.key for name, one in found.items()}
    if whole:
        keys["transcription.json"] = execution.folder.raw_transcription
    wanted = {name: key for name, key in keys.items() if whole or name in SHOWN}

    def fetched(name: str) -> Stored | NotAllowed | None:
        try:
            one = read(stage, wanted[name])
            # a listing tells the time more finely than an object's own header
            return replace(one, modified=found[name].modified) if one and name in found else one
        except NotAllowed as exc:
            return exc

    answers = dict(zip(wanted, side_by_side(stage, wanted, fetched), strict=True))
    denied = frozenset(name for name, answer in answers.items() if isinstance(answer, NotAllowed))
    unread = {name: one for name, one in found.items() if name not in wanted or name in denied}
    return unread | {name: one for name, one in answers.items() if isinstance(one, Stored)}, denied


def borrowed(document: dict[str, Any]) -> Iterator[str]:
    """Keys that a document names: a replay's may lie in its original's folder."""
    for part in ("speech", "transcription", "wish", "picture", "sticker"):
        said = document.get(part) or {}
        yield from (said[name] for name in ("key", "preview_key") if said.get(name))
    if document.get("packets_key"):
        yield document["packets_key"]


def _chunks(stage: Stage, document: dict[str, Any], *, whole: bool) -> Iterator[Stored]:
    """Those that arrived between listen start and listen stop."""
    if not document.get("recording"):
        return
    recording = Recording.model_validate(document["recording"])
    folder = chunk_folder(recording.connection_id)
    for one in listing(stage, folder, after=f"{folder}{recording.started_ms:013d}"):
        if ChunkKey.parse(one.key).arrived_ms > recording.stopped_ms + LATE_MS:
            return
        yield (whole and _read_or_not(stage, one)) or one


def _read_or_not(stage: Stage, one: Stored) -> Stored | None:
    try:
        return read(stage, one.key)
    except NotAllowed:
        return None


def _logged(stage: Stage, execution: Execution) -> tuple[list[LogLine], str]:
    """The lines, and why there are none if the role may not look."""
    since, until = execution.started - LOGGED_BEFORE, (execution.stopped or datetime.now(UTC)) + LOGGED_AFTER
    try:
        return log_lines(stage, execution.recording_id, since, until), ""
    except ClientError as exc:
        if exc.response["Error"]["Code"] not in DENIED:
            raise
        return [], "your role may not read them"
