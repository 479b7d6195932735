"""All that failed becomes what is worth a replay, and the reasons why the rest is not.

Of a first recording and its replays, a family, only the latest failure counts. It is left alone if any of the family
has ended well since, or is being made.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from cli.history import execution_arn
from cli.operations.executions import Execution, describe, executions
from cli.operations.replaying.plans import Plan, Wanted, plan
from cli.operations.replaying.replay_links import links
from cli.operations.replaying.stories import story
from infra.shelves import Shelves


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
    shelves: Shelves, wanted: Wanted, *, since: datetime, device_id: str | None = None, error: str | None = None
) -> Iterator[Failure]:
    """One a family, the latest first. Raises ClientError."""
    seen: set[str] = set()
    for execution in executions(shelves, since=since, device_id=device_id, broken=True):
        first = execution.replay_of or str(execution.document.get("recording_id", execution.recording_id))
        if first in seen:
            continue
        seen.add(first)
        if error is None or execution.error == error:
            yield _failure(shelves, execution, first, wanted)


def _failure(shelves: Shelves, execution: Execution, first: str, wanted: Wanted) -> Failure:
    if better := _ended_well(shelves, first):
        return Failure(execution, None, better)
    try:
        told = story(shelves, execution)
        if told.was_delivered:
            return Failure(execution, None, "its sticker was delivered; only what came after failed")
        return Failure(execution, plan(shelves, told, wanted))
    except ValueError as exc:  # gone, or never the input of a sticker: it says so itself
        return Failure(execution, None, str(exc))


def _ended_well(shelves: Shelves, first: str) -> str:
    """Which replay of the family did, or may; empty if none."""
    for link in links(shelves, first):
        try:
            replay = describe(shelves, execution_arn(shelves.state_machine_arn, link.replay))
        except shelves.states.exceptions.ExecutionDoesNotExist:
            continue
        if not replay.is_broken:
            return f"replayed as {link.replay}: {replay.outcome or 'being made'}"
    return ""
