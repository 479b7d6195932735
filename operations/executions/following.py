"""Which executions of a stage started and ended between two polls.

Each poll lists twice. First the running ones: one that is no longer among them has ended. Then those that started or
ended since the last poll, by Step Functions' own clock: so one that did both in between is found, too. Lists are
eventually consistent: the second reaches some seconds back, and an end counts once the execution itself confirms it.
"""

from datetime import timedelta

from operations.executions.execution import Execution, describe
from operations.executions.history import RUNNING
from operations.executions.listing import EVER, pages
from operations.parallel import parallel_map
from operations.stage import Stage
from stikadoo.keys import canonical_device_id, device_key

REACHES_BACK = timedelta(seconds=30)
"How late a list may be."
_REMEMBERED = 20_000
"Ended runs that are not reported again: at twelve a second, those of half an hour."

Run = tuple[str, int]
"An execution's ARN, and how often it was redriven: it may end more than once."


class Following:
    """A stage's executions from now on; the end of those that run already is reported, too."""

    def __init__(self, stage: Stage, device_id: str | None = None) -> None:
        self._machine = stage.machine
        self._prefix = f"{device_key(canonical_device_id(device_id))}-" if device_id else ""
        self._running: dict[Run, None] = {}
        self._ended: dict[Run, None] = {}
        self._until = EVER + REACHES_BACK
        newest = next(pages(self._machine, EVER), [])
        self._move_on(newest)
        for one in (*self._listed(RUNNING), *filter(self._is_mine, newest)):
            (self._running if one.is_running else self._ended)[_run(one)] = None

    def look(self) -> tuple[list[Execution], list[Execution]]:
        """Started (as listed) and ended (with their documents) since the last poll, each in the order of time."""
        running = self._listed(RUNNING)
        recent = [
            one for page in pages(self._machine, self._until - REACHES_BACK) for one in page if self._is_mine(one)
        ]
        started = [one for one in (*running, *recent) if self._is_new(one)]
        self._move_on(recent)
        runs = {_run(one) for one in (*running, *recent) if one.is_running}
        ended = self._newly_ended([run for run in self._running if run not in runs])
        return sorted(started, key=lambda one: one.started), sorted(ended, key=lambda one: one.stopped or one.started)

    def _listed(self, status: str) -> list[Execution]:
        return [one for page in pages(self._machine, EVER, status) for one in page if self._is_mine(one)]

    def _is_mine(self, execution: Execution) -> bool:
        return execution.recording_id.startswith(self._prefix)

    def _is_new(self, execution: Execution) -> bool:
        run = _run(execution)
        if run in self._running or run in self._ended:
            return False
        self._running[run] = None
        return True

    def _move_on(self, recent: list[Execution]) -> None:
        self._until = max([self._until, *(one.stopped or one.started for one in recent)])

    def _newly_ended(self, runs: list[Run]) -> list[Execution]:
        described = parallel_map(lambda run: describe(self._machine, run[0]), runs)
        ended = {run: one for run, one in zip(runs, described, strict=True) if not one.is_running}
        for run in ended:
            del self._running[run]
            self._ended[run] = None
        for run in list(self._ended)[: max(0, len(self._ended) - _REMEMBERED)]:
            del self._ended[run]
        return list(ended.values())


def _run(execution: Execution) -> Run:
    return execution.arn, execution.redrives
