"""Pages of ListExecutions become the executions begun since a moment, latest first.

Step Functions sorts «the most recent first»: by their beginning or, of those that have ended, by their end. What is
here is right for either. Quota of an account: 200 calls, then 5 a second; in most regions 100, then 2.
"""

import heapq
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from operations.executions.history import BROKEN
from operations.stage import Stage
from stikadoo.keys import canonical_device_id, device_key

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import ExecutionListItemTypeDef

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"Since the beginning of time."


def listed(
    stage: Stage,
    *,
    since: datetime,
    device_id: str | None = None,
    broken: bool = False,
    statuses: Iterable[str] | None = None,
) -> Iterator["ExecutionListItemTypeDef"]:
    """Those begun since then, latest first, without their documents: one call for a thousand. Raises ClientError."""
    prefix = f"{device_key(canonical_device_id(device_id))}-" if device_id else ""
    for execution in _latest_first(stage, since, statuses or (BROKEN if broken else ("",))):
        if execution["startDate"] >= since and execution["name"].startswith(prefix):
            yield execution


def _latest_first(stage: Stage, since: datetime, statuses: Iterable[str]) -> Iterator["ExecutionListItemTypeDef"]:
    """Of those statuses, begun or ended since then, latest beginning first within a thousand; «» is any status."""
    lists = (pages(stage, since, status) for status in statuses)
    by_page = ((one for page in read for one in sorted(page, key=_begun, reverse=True)) for read in lists)
    return heapq.merge(*by_page, key=_begun, reverse=True)


def pages(stage: Stage, since: datetime, status: str = "") -> Iterator[list["ExecutionListItemTypeDef"]]:
    """Those begun or ended since then, a thousand a call, as far as they are read. Raises ClientError."""
    chosen: dict[str, Any] = {"statusFilter": status} if status else {}
    listing = stage.states.get_paginator("list_executions").paginate(
        stateMachineArn=stage.state_machine_arn, PaginationConfig={"PageSize": 1000}, **chosen
    )
    for page in listing:
        recent = [one for one in page["executions"] if (one.get("stopDate") or one["startDate"]) >= since]
        yield recent
        if len(recent) < len(page["executions"]):
            return


def _begun(execution: "ExecutionListItemTypeDef") -> datetime:
    return execution["startDate"]
