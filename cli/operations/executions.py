"""Executions of a stage become rows: which recording, whose, how it ended, who heard and drew.

A recording's execution is named after it, and its name begins with its device's key.
"""

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cli.history import execution_arn
from infra.shelves import Shelves
from stikadoo.execution import Engines
from stikadoo.keys import RecordingFolder, device_key, known_as

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import ExecutionListItemTypeDef

RUNNING = "RUNNING"
BROKEN = frozenset({"FAILED", "TIMED_OUT", "ABORTED"})
"Statuses that want an operator."


@dataclass(frozen=True)
class Execution:
    """One execution, as Step Functions describes it."""

    arn: str
    recording_id: str
    status: str
    started: datetime
    stopped: datetime | None
    document: dict[str, Any]
    "The last that is known: its output, or its input if it has none."
    error: str = ""
    "Its name."
    cause: str = ""

    @property
    def folder(self) -> RecordingFolder:
        return RecordingFolder(self.recording_id)

    @property
    def device_id(self) -> str:
        return str(self.document.get("device", {}).get("device_id", ""))

    @property
    def outcome(self) -> str:
        """delivered, undelivered, nothing_heard, …; failed; empty while it runs."""
        if self.status == RUNNING:
            return ""
        return "failed" if self.is_broken else str(self.document.get("outcome", ""))

    @property
    def is_broken(self) -> bool:
        return self.status in BROKEN

    @property
    def seconds(self) -> float:
        return ((self.stopped or datetime.now(UTC)) - self.started).total_seconds()

    @property
    def replay_of(self) -> str | None:
        """The recording whose replay this is."""
        found = self.document.get("replay_of")
        return str(found) if found else None

    @property
    def transcriber(self) -> str:
        return self._engine("transcription", Engines.model_validate(self.document.get("engines", {})).transcriber)

    @property
    def illustrator(self) -> str:
        return self._engine("picture", Engines.model_validate(self.document.get("engines", {})).illustrator)

    def _engine(self, work: str, asked: str) -> str:
        """Who answered, or who would have been asked."""
        return str(self.document.get(work, {}).get("engine", asked))


def listed(
    shelves: Shelves, *, since: datetime, device_id: str | None = None, broken: bool = False
) -> Iterator["ExecutionListItemTypeDef"]:
    """Latest first, without their documents: one call for a thousand. Raises ClientError."""
    prefix = f"{device_key(known_as(device_id))}-" if device_id else ""
    for execution in _latest_first(shelves, BROKEN if broken else ("",)):
        if execution["startDate"] < since:
            return
        if execution["name"].startswith(prefix):
            yield execution


def executions(
    shelves: Shelves,
    *,
    since: datetime,
    device_id: str | None = None,
    broken: bool = False,
    outcome: str | None = None,
) -> Iterator[Execution]:
    """Latest first, with what they ended with: a call each. Raises ClientError."""
    for execution in listed(shelves, since=since, device_id=device_id, broken=broken):
        described = describe(shelves, execution["executionArn"])
        if outcome is None or described.outcome == outcome:
            yield described


def find(shelves: Shelves, which: str) -> Execution:
    """`which`: a recording's id, an execution's ARN, or «latest». Raises ValueError if there is none, ClientError."""
    if which == "latest":
        newest = next(_latest_first(shelves), None)
        if newest is None:
            raise ValueError(f"{shelves.stage} has no execution yet")
        return describe(shelves, newest["executionArn"])
    arn = which if which.startswith("arn:") else execution_arn(shelves.state_machine_arn, which)
    try:
        return describe(shelves, arn)
    except shelves.states.exceptions.ExecutionDoesNotExist:
        raise ValueError(f"{shelves.stage} has no execution of {which}: Step Functions forgets after 90 days") from None


def describe(shelves: Shelves, arn: str) -> Execution:
    """Raises ClientError."""
    said = shelves.states.describe_execution(executionArn=arn)
    ended_well = said["status"] == "SUCCEEDED" and said.get("output")
    return Execution(
        arn=arn,
        recording_id=said["name"],
        status=said["status"],
        started=said["startDate"],
        stopped=said.get("stopDate"),
        document=json.loads(said["output"] if ended_well else said["input"]),
        error=said.get("error", ""),
        cause=said.get("cause", ""),
    )


def _latest_first(shelves: Shelves, statuses: Iterable[str] = ("",)) -> Iterator["ExecutionListItemTypeDef"]:
    """Of those statuses; «» is any. Each list comes latest first, page by page as far as it is read."""

    def of(status: str) -> Iterator["ExecutionListItemTypeDef"]:
        chosen: dict[str, Any] = {"statusFilter": status} if status else {}
        pages = shelves.states.get_paginator("list_executions").paginate(
            stateMachineArn=shelves.state_machine_arn, **chosen
        )
        return (execution for page in pages for execution in page["executions"])

    return heapq.merge(*map(of, statuses), key=lambda execution: execution["startDate"], reverse=True)


def moment(ago: str) -> datetime:
    """«2h», «30m», «1d» or «90s» ago. Raises ValueError."""
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    if not ago[:-1].isdigit() or ago[-1] not in units:
        raise ValueError(f"--since {ago}: say 30m, 2h or 1d")
    return datetime.now(UTC) - timedelta(**{units[ago[-1]]: int(ago[:-1])})
