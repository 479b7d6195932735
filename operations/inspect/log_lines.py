"""Log lines about one recording, from all functions of a stage, by time.

A worker's line always names the recording; a route's, where it knows it: listen, abort, print, disconnect.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from operations.parallel import parallel_map
from stikadoo.aws.log_groups import LogEvent, LogGroups

_THREADS = 4
"FilterLogEvents is limited to a few calls a second and account."

_NAMES_NO_RECORDING = frozenset({"audio", "hello", "connect", "goodbye", "mcp"})
"Routes whose lines name a connection only; audio's is the longest log of all."

_METADATA = frozenset({"level", "message", "timestamp", "service", "correlation_id", "xray_trace_id", "_aws"})
_SHOWN_ELSEWHERE = frozenset({"recording_id", "device_id", "seconds"})


@dataclass(frozen=True)
class LogLine:
    """One line of one invocation."""

    at: datetime
    function: str
    "Without the stage's prefix: transcode, listen, …"
    level: str
    message: str
    facts: dict[str, Any]
    "As logged; empty if the line is not JSON."

    @property
    def own_facts(self) -> dict[str, Any]:
        """Without metrics, ids and what every line has."""
        return {
            name: fact
            for name, fact in self.facts.items()
            if name not in _METADATA | _SHOWN_ELSEWHERE and not name[0].isupper()
        }


def log_lines(groups: LogGroups, recording_id: str, since: datetime, until: datetime) -> list[LogLine]:
    """By time."""
    functions = [name for name in groups.functions() if name not in _NAMES_NO_RECORDING]

    def lines_of(function: str) -> list[LogLine]:
        events = groups.search(function, recording_id, since, until + timedelta(seconds=1))
        return [log_line(event, function) for event in events]

    lines = [line for some in parallel_map(lines_of, functions, _THREADS) for line in some]
    return sorted(lines, key=lambda line: line.at)


def log_line(event: LogEvent, function: str) -> LogLine:
    """What is not JSON is a message without facts."""
    try:
        facts = json.loads(event.message)
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        return LogLine(event.at, function, "", event.message.strip(), {})
    return LogLine(event.at, function, str(facts.get("level", "")), str(facts.get("message", "")), facts)
