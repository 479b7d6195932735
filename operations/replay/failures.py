"""Which failed executions are worth a replay, and why the others are not.

Of a first recording and its replays, a family, only the latest failure counts. It is left alone if a replay of it was
delivered, had nothing to print, or still runs. If a replay's sticker was made and kept, that sticker is delivered: once
its device is connected, or to a folder.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from operations.executions.execution import UNDELIVERED, Execution, describe, with_failed_state
from operations.executions.listing import executions
from operations.replay.links import links
from operations.replay.plan import Plan, Wanted, plan
from operations.stage import Stage
from stikadoo.aws.machine import Machine, NoSuchExecution


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
    stage: Stage,
    wanted: Wanted,
    *,
    since: datetime,
    until: datetime | None = None,
    device_id: str | None = None,
    error: str | None = None,
) -> Iterator[Failure]:
    """One a family, the latest first."""
    families: set[str] = set()
    for execution in executions(stage, since=since, until=until, device_id=device_id, broken=True):
        if execution.first_recording in families:
            continue
        families.add(execution.first_recording)
        if error is None or execution.error == error:
            yield _failure(stage, execution, wanted)


def _failure(stage: Stage, execution: Execution, wanted: Wanted) -> Failure:
    replays = _replays(stage, execution.first_recording)
    settled = next((one for one in replays if one.is_running or _has_ended_well(one)), None)
    if settled:
        return Failure(execution, None, f"replayed as {settled.recording_id}: {settled.outcome or 'running'}")
    complete = with_failed_state(stage.machine, execution)
    if complete.was_delivered:
        return Failure(execution, None, "its sticker was delivered; only what came after failed")
    kept = next((one for one in replays if one.outcome == UNDELIVERED and one.document.sticker), None)
    try:
        if kept is None or wanted.changes_result:
            return Failure(execution, plan(stage, complete, wanted))
        return _delivery(execution, kept, plan(stage, kept, wanted))
    except ValueError as exc:  # its sentence says what is missing
        return Failure(execution, None, str(exc))


def _delivery(execution: Execution, kept: Execution, planned: Plan) -> Failure:
    """Of a kept sticker. Without a device to send it to, the same sticker would only be kept once more."""
    if planned.target.folder or planned.target.is_connected:
        return Failure(execution, planned)
    device_id = planned.target.device.device_id
    return Failure(execution, None, f"its sticker is kept, as {kept.recording_id}, until {device_id} is connected")


def _replays(stage: Stage, first: str) -> list[Execution]:
    """Of a first recording, the latest first."""
    return [replay for link in reversed(links(stage.bucket, first)) if (replay := _find(stage.machine, link.replay))]


def _find(machine: Machine, recording_id: str) -> Execution | None:
    """None if Step Functions has deleted it."""
    try:
        return describe(machine, machine.execution_arn(recording_id))
    except NoSuchExecution:
        return None


def _has_ended_well(replay: Execution) -> bool:
    return not replay.is_broken and replay.outcome != UNDELIVERED
