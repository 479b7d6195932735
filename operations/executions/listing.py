"""Executions of a stage since a time, latest first, by device, status or outcome.

Step Functions lists the most recent first: by start time or, for ended ones, by end time. The merge here is right for
either. Quota of an account: 200 calls, then 5 a second; in most regions 100, then 2.
"""

import heapq
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from operations.executions.execution import Execution, describe
from operations.executions.history import BROKEN
from operations.parallel import parallel_map
from operations.stage import Stage
from stikadoo.aws.machine import Machine, NoSuchExecution
from stikadoo.errors import SpeakerError, leaves
from stikadoo.keys import canonical_device_id, device_key

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import ExecutionListItemTypeDef

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"Earlier than any execution."

LISTED_AT_MOST = 20_000
"Twenty calls, of the five a second that Step Functions grants."

_NAMED_AT_MOST = 3


def outcomes() -> tuple[str, ...]:
    """All there are: delivered, undelivered, nothing_heard, …, failed."""
    refusals = (re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in sorted(leaves(SpeakerError)))
    return ("delivered", "undelivered", *refusals, "failed")


def statuses_of(outcome: str) -> Iterable[str]:
    """Those that an execution of this outcome may have. Raises ValueError."""
    if outcome not in outcomes():
        raise ValueError(f"no outcome is called {outcome}; there are: {', '.join(outcomes())}")
    return BROKEN if outcome == "failed" else ("SUCCEEDED",)


def listed(
    stage: Stage,
    *,
    since: datetime,
    until: datetime | None = None,
    device_id: str | None = None,
    broken: bool = False,
    statuses: Iterable[str] | None = None,
) -> Iterator[Execution]:
    """Those started between these times, latest first, without their documents: one call for a thousand."""
    prefix = f"{device_key(canonical_device_id(device_id))}-" if device_id else ""
    for execution in _latest_first(stage.machine, since, statuses or (BROKEN if broken else ("",))):
        is_in_time = execution.started >= since and (until is None or execution.started < until)
        if is_in_time and execution.recording_id.startswith(prefix):
            yield execution


def executions(
    stage: Stage,
    *,
    since: datetime,
    until: datetime | None = None,
    device_id: str | None = None,
    broken: bool = False,
    outcome: str | None = None,
    known: dict[str, Execution] | None = None,
) -> Iterator[Execution]:
    """Those started since then, latest first, with their documents: one call each, several in parallel.

    `known`: ended executions read before, which are not read again; grows. Raises ValueError for an unknown outcome.
    """
    statuses = statuses_of(outcome) if outcome else None
    found = listed(stage, since=since, until=until, device_id=device_id, broken=broken, statuses=statuses)
    machine, cache = stage.machine, {} if known is None else known
    for execution in parallel_map(lambda one: _described(machine, one, cache), found):
        if outcome is None or execution.outcome == outcome:
            yield execution


def find(stage: Stage, which: str) -> Execution:
    """`which`: a recording's id or the unique beginning or end of one, an execution's ARN, or «latest».

    Raises ValueError if there is none, or more than one.
    """
    if which == "latest":
        newest = next(listed(stage, since=EVER), None)
        if newest is None:
            raise ValueError(f"{stage.name} has no execution yet")
        return describe(stage.machine, newest.arn)
    arn = which if which.startswith("arn:") else stage.machine.execution_arn(which)
    try:
        return describe(stage.machine, arn)
    except NoSuchExecution:
        return describe(stage.machine, _only_like(stage, which))


def _only_like(stage: Stage, part: str) -> str:
    """The ARN of the one execution whose name begins or ends so. Raises ValueError."""
    latest = islice(listed(stage, since=EVER), LISTED_AT_MOST)
    found = [one for one in latest if one.recording_id.startswith(part) or one.recording_id.endswith(part)]
    if not found:
        raise ValueError(
            f"{stage.name} has no execution of {part}: `stikadoo executions` lists their recordings; "
            "Step Functions deletes executions 90 days after they end"
        )
    if len(found) > 1:
        names = ", ".join(one.recording_id for one in found[:_NAMED_AT_MOST])
        raise ValueError(f"{part} stands for {len(found)} executions: {names}{', …' * (len(found) > _NAMED_AT_MOST)}")
    return found[0].arn


def pages(machine: Machine, since: datetime, status: str = "") -> Iterator[list[Execution]]:
    """Those started or ended since then, a thousand a call, as far as they are read."""
    for page in machine.pages(status):
        recent = [one for one in map(_from_listing, page) if (one.stopped or one.started) >= since]
        yield recent
        if len(recent) < len(page):
            return


def _latest_first(machine: Machine, since: datetime, statuses: Iterable[str]) -> Iterator[Execution]:
    """Started or ended since then; the latest start first within a thousand. An empty status is any."""
    by_status = (pages(machine, since, status) for status in statuses)
    sorted_pages = ((one for page in some for one in sorted(page, key=_start, reverse=True)) for some in by_status)
    return heapq.merge(*sorted_pages, key=_start, reverse=True)


def _start(execution: Execution) -> datetime:
    return execution.started


def _described(machine: Machine, execution: Execution, known: dict[str, Execution]) -> Execution:
    """A redriven execution runs again under the same ARN."""
    run = f"{execution.arn} {execution.redrives}"
    if execution.is_running or run not in known:
        described = describe(machine, execution.arn)
        if described.is_running:
            return described
        known[run] = described
    return known[run]


def _from_listing(item: "ExecutionListItemTypeDef") -> Execution:
    return Execution(
        arn=item["executionArn"],
        recording_id=item["name"],
        status=item["status"],
        started=item["startDate"],
        stopped=item.get("stopDate"),
        redrives=item.get("redriveCount", 0),
    )
