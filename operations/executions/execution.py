"""Executions of a stage become rows: which recording, whose, how it ended, who heard and drew.

A recording's execution is named after it, and its name begins with its device's key.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from operations.executions.history import BROKEN, execution_arn
from operations.executions.listing import EVER, listed
from operations.parallel import side_by_side
from operations.stage import Stage
from stikadoo.errors import SpeakerError, leaves
from stikadoo.execution import Engines
from stikadoo.keys import RecordingFolder

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import ExecutionListItemTypeDef

RUNNING = "RUNNING"


def outcomes() -> tuple[str, ...]:
    """All there are: delivered, undelivered, nothing_heard, …, failed."""
    kind = (re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in sorted(leaves(SpeakerError)))
    return ("delivered", "undelivered", *kind, "failed")


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
    def stayed_away(self) -> str:
        """The last engine whose place another took; empty if none did."""
        return str(self.document.get("fallback", {}).get("engine", ""))

    @property
    def transcriber(self) -> str:
        return self._engine("transcription", Engines.model_validate(self.document.get("engines", {})).transcriber)

    @property
    def illustrator(self) -> str:
        return self._engine("picture", Engines.model_validate(self.document.get("engines", {})).illustrator)

    def _engine(self, work: str, asked: str) -> str:
        """Who answered, or who would have been asked."""
        return str(self.document.get(work, {}).get("engine", asked))


def executions(
    stage: Stage,
    *,
    since: datetime,
    device_id: str | None = None,
    broken: bool = False,
    outcome: str | None = None,
    known: dict[str, Execution] | None = None,
) -> Iterator[Execution]:
    """Latest first, with what they ended with: a call each, some at once.

    `known`: what was read of ended ones before, and need not be read again; grows. Raises ValueError for an outcome
    that there is not, ClientError.
    """
    statuses = statuses_of(outcome) if outcome else None
    found = listed(stage, since=since, device_id=device_id, broken=broken, statuses=statuses)
    remembered = {} if known is None else known
    for described in side_by_side(stage, found, lambda one: _described(stage, one, remembered)):
        if outcome is None or described.outcome == outcome:
            yield described


def statuses_of(outcome: str) -> Iterable[str]:
    """Those that an execution of this outcome may have. Raises ValueError."""
    if outcome not in outcomes():
        raise ValueError(f"no outcome is called {outcome}; there are: {', '.join(outcomes())}")
    return BROKEN if outcome == "failed" else ("SUCCEEDED",)


def _described(stage: Stage, one: "ExecutionListItemTypeDef", known: dict[str, Execution]) -> Execution:
    """An execution that is redriven runs again under its ARN."""
    told = f"{one['executionArn']} {one.get('redriveCount', 0)}"
    if one["status"] == RUNNING or told not in known:
        described = describe(stage, one["executionArn"])
        if described.status == RUNNING:
            return described
        known[told] = described
    return known[told]


def find(stage: Stage, which: str) -> Execution:
    """`which`: a recording's id, an execution's ARN, or «latest». Raises ValueError if there is none, ClientError."""
    if which == "latest":
        newest = next(listed(stage, since=EVER), None)
        if newest is None:
            raise ValueError(f"{stage.name} has no execution yet")
        return describe(stage, newest["executionArn"])
    arn = which if which.startswith("arn:") else execution_arn(stage.state_machine_arn, which)
    try:
        return describe(stage, arn)
    except stage.states.exceptions.ExecutionDoesNotExist:
        raise ValueError(f"{stage.name} has no execution of {which}: Step Functions forgets after 90 days") from None


def describe(stage: Stage, arn: str) -> Execution:
    """Raises ClientError."""
    said = stage.states.describe_execution(executionArn=arn)
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


def moment(ago: str) -> datetime:
    """«2h», «30m», «1d» or «90s» ago. Raises ValueError."""
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    if not re.fullmatch(r"[0-9]{1,6}[smhd]", ago):
        raise ValueError(f"--since {ago}: say 30m, 2h or 1d")
    return datetime.now(UTC) - timedelta(**{units[ago[-1]]: int(ago[:-1])})
