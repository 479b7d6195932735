"""Looks at a stage's executions, one after another, become what began and what ended in between.

Each look is two lists. Those that run: one that is not among them any more has ended. Those that began or ended since
the last look, on Step Functions' own clock: so one that began and ended in between is found, too. Lists are eventually
consistent: the second reaches some seconds back, and an end is told once the execution itself says so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from operations.executions.execution import RUNNING, Execution, describe
from operations.executions.listing import EVER, pages
from operations.parallel import side_by_side
from operations.stage import Stage
from stikadoo.keys import canonical_device_id, device_key

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import ExecutionListItemTypeDef

REACHES_BACK = timedelta(seconds=30)
"What a list may be late by."
_REMEMBERED = 20_000
"Ends, so that none is told twice: at twelve a second, those of half an hour."

Run = tuple[str, int]
"An execution's ARN, and how often it was redriven: it may end more than once."


@dataclass(frozen=True)
class Began:
    recording_id: str
    at: datetime


class Following:
    """A stage's executions, from now on; those that run already will be seen to end."""

    def __init__(self, stage: Stage, device_id: str | None = None) -> None:
        """Raises ClientError."""
        self._shelves = stage
        self._prefix = f"{device_key(canonical_device_id(device_id))}-" if device_id else ""
        self._running: dict[Run, None] = {}
        self._told: dict[Run, None] = {}
        self._until = EVER + REACHES_BACK
        newest = next(pages(stage, EVER), [])
        self._move_on(newest)
        for one in (*self._listed(RUNNING, EVER), *newest):
            (self._running if one["status"] == RUNNING else self._told)[_run(one)] = None

    def look(self) -> tuple[list[Began], list[Execution]]:
        """What began and what ended since the last look, each in the order of time. Raises ClientError."""
        running = self._listed(RUNNING, EVER)
        recent = self._listed("", self._until - REACHES_BACK)
        began = [one for one in (*running, *recent) if self._is_new(one)]
        self._move_on(recent)
        runs = {_run(one) for one in (*running, *recent) if one["status"] == RUNNING}
        ended = self._ended([run for run in self._running if run not in runs])
        told = [Began(one["name"], one["startDate"]) for one in began]
        return sorted(told, key=lambda one: one.at), sorted(ended, key=lambda one: one.stopped or one.started)

    def _listed(self, status: str, since: datetime) -> "list[ExecutionListItemTypeDef]":
        found = (one for page in pages(self._shelves, since, status) for one in page)
        return [one for one in found if one["name"].startswith(self._prefix)]

    def _is_new(self, one: "ExecutionListItemTypeDef") -> bool:
        run = _run(one)
        if run in self._running or run in self._told:
            return False
        self._running[run] = None
        return True

    def _move_on(self, recent: "list[ExecutionListItemTypeDef]") -> None:
        self._until = max([self._until, *(one.get("stopDate") or one["startDate"] for one in recent)])

    def _ended(self, runs: list[Run]) -> list[Execution]:
        found = side_by_side(self._shelves, runs, lambda run: describe(self._shelves, run[0]))
        ended = {run: one for run, one in zip(runs, found, strict=True) if one.status != RUNNING}
        for run in ended:
            del self._running[run]
            self._told[run] = None
        for run in list(self._told)[: max(0, len(self._told) - _REMEMBERED)]:
            del self._told[run]
        return list(ended.values())


def _run(one: "ExecutionListItemTypeDef") -> Run:
    return one["executionArn"], one.get("redriveCount", 0)
