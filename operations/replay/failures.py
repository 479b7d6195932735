"""Which failed executions are worth a replay, and why the others are not.

Of a first recording and its replays, a family, only the latest failure counts. It is left alone if any of the family
has ended well since, or still runs.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from operations.executions.execution import Execution, describe, with_failed_state
from operations.executions.listing import executions
from operations.replay.links import links
from operations.replay.plan import Plan, Wanted, plan
from operations.stage import Stage
from stikadoo.aws.machine import NoSuchExecution


@dataclass(frozen=True)
class Failure:
    """A failed execution, with its replay or the reason why there is none."""

    execution: Execution
    planned: Plan | None
    why_not: str = ""


@dataclass
class Pace:
    """A rate limit, per second."""

    rate: float
    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0, init=False)

    def keep(self) -> None:
        """Returns when the next one may start."""
        now = self.now()
        if now < self._next:
            self.pause(self._next - now)
        self._next = max(now, self._next) + 1 / self.rate


def failures(
    stage: Stage, wanted: Wanted, *, since: datetime, device_id: str | None = None, error: str | None = None
) -> Iterator[Failure]:
    """One a family, the latest first."""
    families: set[str] = set()
    for execution in executions(stage, since=since, device_id=device_id, broken=True):
        if execution.first_recording in families:
            continue
        families.add(execution.first_recording)
        if error is None or execution.error == error:
            yield _failure(stage, execution, wanted)


def _failure(stage: Stage, execution: Execution, wanted: Wanted) -> Failure:
    if replayed := _ended_well(stage, execution.first_recording):
        return Failure(execution, None, replayed)
    complete = with_failed_state(stage.machine, execution)
    if complete.was_delivered:
        return Failure(execution, None, "its sticker was delivered; only what came after failed")
    try:
        return Failure(execution, plan(stage, complete, wanted))
    except ValueError as exc:  # its sentence says what is missing
        return Failure(execution, None, str(exc))


def _ended_well(stage: Stage, first: str) -> str:
    """Which replay of the family has ended well, or still runs; empty if none."""
    for link in links(stage.bucket, first):
        try:
            replay = describe(stage.machine, stage.machine.execution_arn(link.replay))
        except NoSuchExecution:
            continue
        if not replay.is_broken:
            return f"replayed as {link.replay}: {replay.outcome or 'running'}"
    return ""
