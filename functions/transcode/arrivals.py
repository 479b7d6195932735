"""A recording's chunks, as they come to lie in the bucket; and how long to wait for the last of them.

With last_seq: until every packet is there. Without: until the listing has been still for settle_ms. One attempt waits
at most arrival_timeout_ms; what is still missing then makes it fail as RecordingIncomplete, to be tried again, until
lost_after_ms after listen stop: from then on, what is not here is lost, and the rest is worth a sticker.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from functions.transcode.ordering import CHUNK_LATENESS_MS, Chunk, OrderedPackets, order_chunks, read_chunk
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import RecordingIncomplete
from stikadoo.execution import Recording
from stikadoo.keys import ChunkKey, chunk_folder
from stikadoo.worker_settings import TranscodeSettings

_READERS = 10
"As many as boto3 keeps connections: a minute of single packets is a thousand objects."


@dataclass(frozen=True)
class Clock:
    """Seconds since 1970, and a pause between two looks: S3 tells nobody of a new object in time."""

    now: Callable[[], float] = time.time
    pause: Callable[[], None] = lambda: time.sleep(0.1)


REAL_TIME = Clock()


class Arrivals:
    """What has arrived of one recording; every chunk is read once."""

    def __init__(self, bucket: Bucket, recording: Recording) -> None:
        self._bucket = bucket
        self._recording = recording
        self._chunks: dict[ChunkKey, Chunk] = {}

    def look(self) -> OrderedPackets:
        """Lists again, and reads what is new."""
        new = [key for key in self._keys() if key not in self._chunks]
        with ThreadPoolExecutor(_READERS) as readers:
            self._chunks |= {chunk.key: chunk for chunk in readers.map(self._read, new)}
        return order_chunks(list(self._chunks.values()), self._recording)

    def _keys(self) -> Iterator[ChunkKey]:
        """From listen start to a little after listen stop, however old the connection is."""
        folder = chunk_folder(self._recording.connection_id)
        until = self._recording.stopped_ms + CHUNK_LATENESS_MS
        for name in self._bucket.keys(folder, after=f"{folder}{self._recording.started_ms:013d}"):
            key = ChunkKey.parse(name)
            if key.arrived_ms > until:
                return
            yield key

    def _read(self, key: ChunkKey) -> Chunk:
        return read_chunk(key, self._bucket.read(str(key)), self._recording.protocol)


def wait_for_recording(
    look: Callable[[], OrderedPackets], stopped_ms: int, settings: TranscodeSettings, clock: Clock
) -> OrderedPackets:
    """Looks until it is complete, or lost. Raises RecordingIncomplete."""
    began = clock.now()
    lost_from = (stopped_ms + settings.lost_after_ms) / 1000
    found, now = look(), clock.now()
    still_since = now
    while now < lost_from and not _is_enough(found, now - still_since, settings):
        if now - began >= settings.arrival_timeout_ms / 1000:
            return _what_there_is(found, now - began)
        clock.pause()
        before, found, now = found, look(), clock.now()
        if found != before:
            still_since = now
    return found


def _is_enough(found: OrderedPackets, still_seconds: float, settings: TranscodeSettings) -> bool:
    if found.missing is None:
        return still_seconds >= settings.settle_ms / 1000
    return not found.missing


def _what_there_is(found: OrderedPackets, waited_seconds: float) -> OrderedPackets:
    if found.missing:
        raise RecordingIncomplete(found.missing, waited_seconds)
    return found
