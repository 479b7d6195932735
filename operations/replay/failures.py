"""All that failed becomes what is worth a replay, and the reasons why the rest is not.

Of a first recording and its replays, a family, only the latest failure counts. It is left alone if any of the family
has ended well since, or is being made.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from operations.executions.execution import Execution, describe, executions
from operations.executions.history import execution_arn
from operations.replay.links import links
from operations.replay.plan import Plan, Wanted, plan
from operations.replay.stories import story
from operations.stage import Stage


@dataclass(frozen=True)
class Failure:
    """One that failed, and what can be done about it."""

    execution: Execution
    planned: Plan | None
    why_not: str = ""


@dataclass
class Pace:
    """So many a second, and no more."""

    rate: float
    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0, init=False)

    def keep(self) -> None:
        """Returns when it is the next one's turn."""
        now = self.now()
        if now < self._next:
            self.pause(self._next - now)
        self._next = max(now, self._next) + 1 / self.rate


def failures(
    stage: Stage, wanted: Wanted, *, since: datetime, device_id: str | None = None, error: str | None = None
) -> Iterator[Failure]:
    """One a family, the latest first. Raises ClientError."""
    seen: set[str] = set()
    for execution in executions(stage, since=since, device_id=device_id, broken=True):
        first = execution.replay_of or str(execution.document.get("recording_id", execution.recording_id))
        if first in seen:
            continue
        seen.add(first)
        if error is None or execution.error == error:
            yield _failure(stage, execution, first, wanted)


def _failure(stage: Stage, execution: Execution, first: str, wanted: Wanted) -> Failure:
    if better := _ended_well(stage, first):
        return Failure(execution, None, better)
    try:
        told = story(stage, execution)
        if told.was_delivered:
            return Failure(execution, None, "its sticker was delivered; only what came after failed")
        return Failure(execution, plan(stage, told, wanted))
    except ValueError as exc:  # gone, or never the input of a sticker: it says so itself
        return Failure(execution, None, str(exc))


def _ended_well(stage: Stage, first: str) -> str:
    """Which replay of the family did, or may; empty if none."""
    for link in links(stage, first):
        try:
            replay = describe(stage, execution_arn(stage.state_machine_arn, link.replay))
        except stage.states.exceptions.ExecutionDoesNotExist:
            continue
        if not replay.is_broken:
            return f"replayed as {link.replay}: {replay.outcome or 'being made'}"
    return ""
