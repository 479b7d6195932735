"""The log groups of a stage's functions in CloudWatch: their names, and a text search in one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stikadoo.aws.clients import translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_logs import CloudWatchLogsClient


@dataclass(frozen=True)
class LogEvent:
    at: datetime
    message: str


@dataclass(frozen=True)
class LogGroups:
    """Every method raises ProviderThrottled, ProviderUnavailable or ProviderRefusedKey when CloudWatch fails."""

    prefix: str
    "/aws/lambda/stikadoo-{stage}-"
    logs: CloudWatchLogsClient = field(repr=False, compare=False)

    def functions(self) -> Iterator[str]:
        """Names of the functions that have a log group, without the prefix: transcode, listen, …"""
        with translated("CloudWatch Logs"):
            pages = self.logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=self.prefix)
            for page in pages:
                yield from (group["logGroupName"].removeprefix(self.prefix) for group in page["logGroups"])

    def search(self, function: str, text: str, since: datetime, until: datetime) -> Iterator[LogEvent]:
        """Events that contain the text, in the order CloudWatch returns them."""
        with translated("CloudWatch Logs"):
            pages = self.logs.get_paginator("filter_log_events").paginate(
                logGroupName=f"{self.prefix}{function}",
                filterPattern=f'"{text}"',
                startTime=int(since.timestamp() * 1000),
                endTime=int(until.timestamp() * 1000),
            )
            for page in pages:
                for event in page["events"]:
                    yield LogEvent(datetime.fromtimestamp(event["timestamp"] / 1000, UTC), event["message"])
