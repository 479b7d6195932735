"""Chunks become packets in order, with what is lost and what may still come. Pure.

A chunk's key tells when it arrived and, if the device numbers, the number of its first packet. So the order is

    by number, if any chunk has one (a chunk without one then has no place and is left out),
    else by protocol 2's timestamps, if they speak (see `stamps.py`),
    else by arrival.

Which numbered chunks are this recording's? The numbers of a connection's next recording start at 0 again, and listen
stop may be stamped a little before the last chunks, so chunks that arrived up to CHUNK_LATENESS_MS after it are looked at too:

    until listen stop    all of them; of two with the same number the later, for the earlier is a straggler of the
                         recording before
    after listen stop    those with numbers nobody has taken yet; the first with a taken number, or a 0 when others have
                         come before it, begins the next recording, and it and all after it are left alone
    always               numbers above last_seq are not ours
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.transcode.stamps import order_by_timestamp
from stikadoo.audio.frames import Frame, Protocol, parse
from stikadoo.audio.packets import Packet, from_timestamps
from stikadoo.errors import MalformedMessage
from stikadoo.execution import Recording
from stikadoo.keys import ChunkKey

CHUNK_LATENESS_MS = 5000
"How long after listen stop a numbered chunk may be stamped."

LONGEST_GAP = 1000
"Packets. A gap is not longer, whatever the numbers say: a minute of 60 ms packets."


@dataclass(frozen=True)
class Chunk:
    """The frames of one message; broken if there was more that was none."""

    key: ChunkKey
    frames: tuple[Frame, ...]
    is_broken: bool = False

    @property
    def numbers(self) -> range:
        """Of its packets; of a chunk without a number none."""
        return range(0) if self.key.seq is None else range(self.key.seq, self.key.seq + len(self.frames))

    @property
    def numbered(self) -> Iterator[tuple[int, Frame]]:
        return enumerate(self.frames, self.numbers.start)


@dataclass(frozen=True)
class OrderedPackets:
    """What has arrived of a recording."""

    timeline: tuple[Packet, ...]
    lost: int = 0
    "Packets that were sent, or must have been, and are not here."
    missing: int | None = None
    "Of the lost, those that may still arrive; None if nobody can know."
    broken: int = 0
    "Chunks that held something else after their last good frame."


def read_chunk(key: ChunkKey, body: bytes, protocol: Protocol) -> Chunk:
    """Keeps the frames before a fault."""
    frames, is_broken = _frames(body, protocol)
    return Chunk(key, tuple(frames), is_broken)


def read_packets_file(packets: bytes) -> OrderedPackets:
    """A packets.bin: as order_chunks as it was when it was stored."""
    frames, is_broken = _frames(packets, 2)
    timeline = from_timestamps([(frame.timestamp_ms or 0, frame.packet) for frame in frames])
    return OrderedPackets(tuple(timeline), sum(packet.lost_before for packet in timeline), broken=int(is_broken))


def _frames(body: bytes, protocol: Protocol) -> tuple[list[Frame], bool]:
    frames: list[Frame] = []
    try:
        for frame in parse(body, protocol):
            frames.append(frame)  # one by one: what came before a fault stays
    except MalformedMessage:
        return frames, True
    return frames, False


def order_chunks(chunks: Sequence[Chunk], recording: Recording) -> OrderedPackets:
    """Of chunks in any order, those of this recording."""
    arrived = sorted(chunks, key=lambda chunk: (chunk.key.arrived_ms, chunk.key.seq or 0, chunk.key.message_id))
    if any(chunk.key.seq is not None for chunk in arrived):
        return _by_number(list(_of_this_recording(arrived, recording)), recording.last_seq)
    return _by_arrival([chunk for chunk in arrived if chunk.key.arrived_ms <= recording.stopped_ms], recording.last_seq)


def _of_this_recording(arrived: Sequence[Chunk], recording: Recording) -> Iterator[Chunk]:
    """In order of arrival; see the rule above."""
    taken: set[int] = set()
    for chunk in arrived:
        if chunk.key.seq is None or (recording.last_seq is not None and chunk.key.seq > recording.last_seq):
            continue
        is_late = chunk.key.arrived_ms > recording.stopped_ms
        if is_late and (recording.last_seq is None or (taken and chunk.key.seq == 0) or taken & {*chunk.numbers}):
            return
        taken |= {*chunk.numbers}
        yield chunk


def _by_number(chunks: Sequence[Chunk], last_seq: int | None) -> OrderedPackets:
    packets = {number: frame.packet for chunk in chunks for number, frame in chunk.numbered}
    numbers = sorted(number for number in packets if last_seq is None or number <= last_seq)
    end = (numbers[-1] if numbers else -1) if last_seq is None else last_seq
    lost = end + 1 - len(numbers)
    steps = pairwise([number - 1 for number in numbers[:1]] + numbers)
    timeline = [Packet(packets[number], min(number - before - 1, LONGEST_GAP)) for before, number in steps]
    missing = None if last_seq is None else lost - _spoiled(chunks, numbers, end)
    return OrderedPackets(tuple(timeline), lost, missing, sum(chunk.is_broken for chunk in chunks))


def _spoiled(chunks: Sequence[Chunk], numbers: Sequence[int], end: int) -> int:
    """Packets that did arrive, behind a chunk's fault: those up to the next number that is there, or the end."""
    seqs = {chunk.key.seq or 0: chunk for chunk in chunks}
    there = sorted({*numbers, *seqs, end + 1})
    tails = [(max(seq + 1, chunk.numbers.stop), chunk.numbers.stop) for seq, chunk in seqs.items() if chunk.is_broken]
    return sum(there[bisect_left(there, above)] - tail for above, tail in tails if tail <= end)


def _by_arrival(chunks: Sequence[Chunk], last_seq: int | None) -> OrderedPackets:
    frames = [chunk.frames for chunk in chunks]
    timeline = order_by_timestamp(frames) or [Packet(frame.packet) for message in frames for frame in message]
    missing = None if last_seq is None else max(0, last_seq + 1 - len(timeline))
    lost = sum(packet.lost_before for packet in timeline)
    return OrderedPackets(tuple(timeline), max(lost, missing or 0), missing, sum(chunk.is_broken for chunk in chunks))
