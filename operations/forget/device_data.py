"""A device's id becomes the names of all that a stage stores of it.

recordings/{device_key}-…  transcriptions/{device_key}-…    by their prefix
chunks/{connection_id}/…                                    by its sessions, and by its recordings' executions
sessions                                                    by the index by-device
spending counters                                           by their names, day by day
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from operations.stage import Stage
from stikadoo.keys import TRANSCRIPTIONS, canonical_device_id, chunk_folder, device_key, device_prefixes, is_voice
from stikadoo.spending_keys import device_counters

CHUNKS_KEPT = timedelta(days=4)
"By their lifecycle: a day, rounded up to midnight, and S3's own pace."


@dataclass(frozen=True)
class Traces:
    """What a stage stores of a device, by name."""

    chunks: tuple[str, ...]
    words: tuple[str, ...]
    "Keys of voices and words in its recordings' folders, and what Amazon Transcribe wrote."
    stickers: tuple[str, ...]
    "Keys of pictures, stickers and facts."
    sessions: tuple[str, ...]
    counters: tuple[str, ...]
    connections: frozenset[str]
    "Whose chunks were looked for."
    working: tuple[str, ...]
    "Recordings of which a sticker is being made."

    @property
    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """What can be deleted, as a person calls it."""
        return {
            "voice as it came": self.chunks,
            "voices and words": self.words,
            "pictures, stickers, facts": self.stickers,
            "sessions": self.sessions,
            "counters of stickers": self.counters,
        }

    @property
    def count(self) -> int:
        return sum(len(names) for names in self.by_kind.values())


def traces(stage: Stage, device_id: str, known: Iterable[str] = ()) -> Traces:
    """`known`: connections that were its own, though nothing tells so any more. Raises ClientError."""
    device = canonical_device_id(device_id)
    working = being_made(stage, device)  # first: what has ended by now has also written all it will
    keys = [key for prefix in device_prefixes(device) for key in _keys(stage, prefix)]
    sessions = list(_sessions(stage, device))
    connections = frozenset((*known, *(one["connection_id"]["S"] for one in sessions), *_connections(stage, keys)))
    words = tuple(key for key in keys if is_voice(key) or key.startswith(f"{TRANSCRIPTIONS}/"))
    return Traces(
        chunks=tuple(key for one in sorted(connections) for key in _keys(stage, chunk_folder(one))),
        words=words,
        stickers=tuple(key for key in keys if key not in words),
        sessions=tuple(one["session_id"]["S"] for one in sessions),
        counters=tuple(_counters(stage, device)),
        connections=connections,
        working=working,
    )


def being_made(stage: Stage, device_id: str) -> tuple[str, ...]:
    """Names of the executions that run for a device, replays among them."""
    pages = stage.states.get_paginator("list_executions").paginate(
        stateMachineArn=stage.state_machine_arn, statusFilter="RUNNING"
    )
    names = (execution["name"] for page in pages for execution in page["executions"])
    return tuple(name for name in names if name.startswith(f"{device_key(device_id)}-"))


def _keys(stage: Stage, prefix: str) -> Iterator[str]:
    for page in stage.s3.get_paginator("list_objects_v2").paginate(Bucket=stage.bucket, Prefix=prefix):
        yield from (stored["Key"] for stored in page.get("Contents", []))


def _sessions(stage: Stage, device_id: str) -> Iterator[dict[str, Any]]:
    """The index lags behind: what it still names may be gone."""
    pages = stage.dynamodb.get_paginator("query").paginate(
        TableName=stage.table,
        IndexName="by-device",
        KeyConditionExpression="device_id = :device",
        ExpressionAttributeValues={":device": {"S": device_id}},
    )
    for listed in (item for page in pages for item in page["Items"]):
        key = {"session_id": listed["session_id"]}
        found = stage.dynamodb.get_item(TableName=stage.table, Key=key, ConsistentRead=True)
        if "Item" in found:
            yield found["Item"]


def _counters(stage: Stage, device_id: str) -> Iterator[str]:
    for name in device_counters(device_id, datetime.now(UTC).date()):
        key = {"counter": {"S": name}}
        if "Item" in stage.dynamodb.get_item(TableName=stage.spending_table, Key=key, ConsistentRead=True):
            yield name


def _connections(stage: Stage, keys: Iterable[str]) -> Iterator[str]:
    """A failed recording's chunks outlive its session, but not its execution, which is named after it."""
    arn = stage.state_machine_arn.replace(":stateMachine:", ":execution:")
    for recording in sorted({key.split("/")[1].removesuffix(".json") for key in keys}):
        if not _may_have_chunks(recording):
            continue
        try:
            said = json.loads(stage.states.describe_execution(executionArn=f"{arn}:{recording}")["input"])
        except stage.states.exceptions.ExecutionDoesNotExist:
            continue
        yield from (said[part]["connection_id"] for part in ("device", "recording") if said.get(part))


def _may_have_chunks(recording: str) -> bool:
    """By the day in its id. Asking for all of a month would be throttled."""
    day = re.search(r"-(\d{8})-\d{6}-", recording)
    return day is None or day[1] >= f"{datetime.now(UTC) - CHUNKS_KEPT:%Y%m%d}"
