"""What a stage's functions logged of one recording: CloudWatch's events that hold its id become lines in order.

A worker's line carries it always, a route's where it knows it: listen, abort, print, disconnect.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from operations.stage import Stage

AT_ONCE = 4
"FilterLogEvents is limited to a few calls a second and account."

_KNOWS_NO_RECORDING = frozenset({"audio", "hello", "connect", "goodbye", "mcp"})
"Routes whose lines name a connection only; audio's is the longest log of all."

_PLUMBING = frozenset({"level", "message", "timestamp", "service", "correlation_id", "xray_trace_id", "_aws"})
_SAID_ELSEWHERE = frozenset({"recording_id", "device_id", "seconds"})


@dataclass(frozen=True)
class LogLine:
    """One line of one invocation."""

    at: datetime
    function: str
    "Without the stage's prefix: transcode, listen, …"
    level: str
    message: str
    facts: dict[str, Any]
    "As logged; what is no JSON has none."

    @property
    def told(self) -> dict[str, Any]:
        """The facts that say something of their own: no metrics, no ids."""
        return {
            name: fact
            for name, fact in self.facts.items()
            if name not in _PLUMBING | _SAID_ELSEWHERE and not name[0].isupper()
        }


def log_lines(stage: Stage, recording_id: str, since: datetime, until: datetime) -> list[LogLine]:
    """By time. Raises ClientError."""
    names = list(_groups(stage))

    def of(group: str) -> list[LogLine]:
        return list(_lines(stage, group, recording_id, since, until))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [line for lines in pool.map(of, names) for line in lines]
    return sorted(found, key=lambda line: line.at)


def _prefix(stage: Stage) -> str:
    return f"/aws/lambda/stikadoo-{stage.name}-"


def _groups(stage: Stage) -> Iterator[str]:
    pages = stage.logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=_prefix(stage))
    names = (group["logGroupName"] for page in pages for group in page["logGroups"])
    return (name for name in names if name.removeprefix(_prefix(stage)) not in _KNOWS_NO_RECORDING)


def _lines(stage: Stage, group: str, text: str, since: datetime, until: datetime) -> Iterator[LogLine]:
    pages = stage.logs.get_paginator("filter_log_events").paginate(
        logGroupName=group,
        filterPattern=f'"{text}"',
        startTime=int(since.timestamp() * 1000),
        endTime=int((until + timedelta(seconds=1)).timestamp() * 1000),
    )
    for page in pages:
        for event in page["events"]:
            at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
            yield line(event["message"], at, group.removeprefix(_prefix(stage)))


def line(text: str, at: datetime, function: str) -> LogLine:
    """What is no JSON is a message without facts."""
    try:
        facts = json.loads(text)
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        return LogLine(at, function, "", text.strip(), {})
    return LogLine(at, function, str(facts.get("level", "")), str(facts.get("message", "")), facts)
