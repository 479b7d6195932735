"""Reads a recording's chunks from the bucket, and waits until they are complete.

With last_seq, a recording is complete when every packet is stored; without, when no chunk has arrived for settle_ms.
After a wait of lost_after_ms, missing packets count as lost, and the others are used. The wait is measured on the
worker's clock alone: it may differ from API Gateway's, which stamped the messages.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from functions.transcode.chunk import Chunk, read_chunk
from functions.transcode.ordering import OrderedPackets, order_chunks
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Recording
from stikadoo.keys import CHUNK_LATENESS_MS, ChunkKey, chunk_folder
from stikadoo.worker_settings import TranscodeSettings

_READERS = 10
"The size of boto3's connection pool. A minute of single packets is a thousand objects."


@dataclass(frozen=True)
class Clock:
    """Seconds since any moment, and a pause between two listings: S3's event notifications are too slow."""

    now: Callable[[], float] = time.monotonic
    pause: Callable[[], None] = lambda: time.sleep(0.1)


REAL_TIME = Clock()


class Arrivals:
    """The chunks of one recording that have arrived; each is read once."""

    def __init__(self, bucket: Bucket, recording: Recording) -> None:
        self._bucket = bucket
        self._recording = recording
        self._chunks: dict[ChunkKey, Chunk] = {}

    def poll(self) -> OrderedPackets:
        """List again and read new chunks."""
        new = [key for key in self._keys() if key not in self._chunks]
        with ThreadPoolExecutor(_READERS) as readers:
            self._chunks |= {chunk.key: chunk for chunk in readers.map(self._read, new)}
        return order_chunks(list(self._chunks.values()), self._recording)

    def _keys(self) -> Iterator[ChunkKey]:
        """Keys from listen start to CHUNK_LATENESS_MS after listen stop; earlier ones are not listed."""
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
    poll: Callable[[], OrderedPackets], until: float, settings: TranscodeSettings, clock: Clock
) -> OrderedPackets:
    """Poll until the recording is complete; from `until`, in seconds of the clock, missing packets count as lost."""
    packets, now = poll(), clock.now()
    changed_at = now
    while now < until and not _is_complete(packets, now - changed_at, settings):
        clock.pause()
        previous, packets, now = packets, poll(), clock.now()
        if packets != previous:
            changed_at = now
    return packets


def _is_complete(packets: OrderedPackets, unchanged_seconds: float, settings: TranscodeSettings) -> bool:
    if packets.missing is None:
        return unchanged_seconds >= settings.settle_ms / 1000
    return not packets.missing
