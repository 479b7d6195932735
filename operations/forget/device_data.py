"""Everything a stage stores about one device, by name.

recordings/{device_key}-…  transcriptions/{device_key}-…    by their prefix
chunks/{connection_id}/…                                    by its sessions, and by its recordings' executions
sessions                                                    by the index by-device
spending counters                                           by their names, day by day
registration                                by its Device-Id; the code of a device that waits for approval expires
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from operations.executions.execution import describe
from operations.executions.history import RUNNING
from operations.executions.listing import EVER, pages
from operations.stage import Stage
from stikadoo.aws.machine import Machine, NoSuchExecution
from stikadoo.keys import TRANSCRIPTIONS, canonical_device_id, chunk_folder, device_key, device_prefixes, is_voice
from stikadoo.spending_keys import device_counters

CHUNKS_KEPT = timedelta(days=4)
"By the bucket's lifecycle: a day, rounded up to midnight, and the delay of S3's deletion."


@dataclass(frozen=True)
class DeviceData:
    """Names of stored things."""

    chunks: tuple[str, ...]
    words: tuple[str, ...]
    "Keys of voices and words in its recordings' folders, and of Amazon Transcribe's output."
    stickers: tuple[str, ...]
    "Keys of pictures, stickers and facts."
    sessions: tuple[str, ...]
    counters: tuple[str, ...]
    registrations: tuple[str, ...]
    "Its item in the devices table."
    connections: frozenset[str]
    "Connections whose chunks were listed."
    working: tuple[str, ...]
    "Recordings whose execution still runs."

    @property
    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """What can be deleted, under the names that the command prints."""
        return {
            "audio chunks": self.chunks,
            "voices and words": self.words,
            "pictures, stickers, facts": self.stickers,
            "sessions": self.sessions,
            "counters of stickers": self.counters,
            "registrations": self.registrations,
        }

    @property
    def count(self) -> int:
        return sum(len(names) for names in self.by_kind.values())


def find_device_data(stage: Stage, device_id: str, known: Iterable[str] = ()) -> DeviceData:
    """`known`: connections that were the device's, though nothing stored says so any more."""
    device = canonical_device_id(device_id)
    working = running_executions(stage, device)  # first: one that has ended by now writes nothing more
    keys = [key for prefix in device_prefixes(device) for key in stage.bucket.keys(prefix)]
    sessions = list(stage.registry.ids_of(device))
    connections = frozenset(
        (*known, *(one.connection_id for one in sessions), *_connections(stage.machine, _recordings(keys)))
    )
    words = tuple(key for key in keys if is_voice(key) or key.startswith(f"{TRANSCRIPTIONS}/"))
    return DeviceData(
        chunks=tuple(key for one in sorted(connections) for key in stage.bucket.keys(chunk_folder(one))),
        words=words,
        stickers=tuple(key for key in keys if key not in words),
        sessions=tuple(one.session_id for one in sessions),
        counters=tuple(name for name in device_counters(device, datetime.now(UTC).date()) if stage.spending.has(name)),
        registrations=(device,) if stage.devices_table_name and stage.devices.find(device) else (),
        connections=connections,
        working=working,
    )


def running_executions(stage: Stage, device_id: str) -> tuple[str, ...]:
    """Names of a device's running executions, replays included."""
    running = (one.recording_id for page in pages(stage.machine, EVER, RUNNING) for one in page)
    return tuple(name for name in running if name.startswith(f"{device_key(device_id)}-"))


def _recordings(keys: Iterable[str]) -> list[str]:
    return sorted({key.split("/")[1].removesuffix(".json") for key in keys})


def _connections(machine: Machine, recordings: Iterable[str]) -> Iterator[str]:
    """A failed recording's chunks outlive its session, but not its execution, which is named after it."""
    for recording in recordings:
        if not _may_have_chunks(recording):
            continue
        try:
            begun = describe(machine, machine.execution_arn(recording)).input
        except NoSuchExecution:
            continue
        parts = (begun.device, begun.recording)
        yield from (part.connection_id for part in parts if part and part.connection_id)


def _may_have_chunks(recording: str) -> bool:
    """By the day in its id. Describing the executions of a whole month would be throttled."""
    day = re.search(r"-(\d{8})-\d{6}-", recording)
    return day is None or day[1] >= f"{datetime.now(UTC) - CHUNKS_KEPT:%Y%m%d}"
