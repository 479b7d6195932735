"""Selects a recording's chunks and orders their packets, with counts of lost and missing ones. Pure.

A chunk's key contains its arrival time and, if the device numbers packets, the number of its first packet. The order is

    by number, if any chunk has one (chunks without one are then ignored),
    else by protocol 2's timestamps, if they are plausible (see `stamps.py`),
    else by arrival.

A connection's next recording starts at number 0 again, and chunks of this one may arrive up to CHUNK_LATENESS_MS after
listen stop. So numbered chunks are selected as follows:

    until listen stop    all; of two with the same number the later, since the earlier is a late one of the previous
                         recording
    after listen stop    if last_seq is known, those with new numbers. The first chunk with a known number, or with
                         number 0 after others, begins the next recording: it and all after it are ignored
    always               numbers above last_seq are ignored
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.transcode.stamps import order_by_timestamp
from stikadoo.audio.frames import Frame, Protocol, framing, parse
from stikadoo.audio.packets import Packet, from_timestamps
from stikadoo.errors import MalformedMessage
from stikadoo.execution import Recording
from stikadoo.keys import ChunkKey

LONGEST_GAP = 1000
"In packets: a minute of 60 ms packets. A longer gap in the numbers is shortened to it."


@dataclass(frozen=True)
class Chunk:
    """The frames of one message; broken if bytes that are no frame follow them."""

    key: ChunkKey
    frames: tuple[Frame, ...]
    is_broken: bool = False

    @property
    def numbers(self) -> range:
        """The numbers of its packets; empty for a chunk without a number."""
        return range(0) if self.key.seq is None else range(self.key.seq, self.key.seq + len(self.frames))

    @property
    def numbered(self) -> Iterator[tuple[int, Frame]]:
        return enumerate(self.frames, self.numbers.start)


@dataclass(frozen=True)
class OrderedPackets:
    """The packets of a recording that have arrived."""

    timeline: tuple[Packet, ...]
    lost: int = 0
    "Packets that are known or assumed to have been sent, but have not arrived."
    missing: int | None = None
    "Of the lost ones, those that may still arrive; None if unknown."
    broken: int = 0
    "Number of broken chunks."


def read_chunk(key: ChunkKey, body: bytes, protocol: Protocol) -> Chunk:
    """Parse a chunk, keeping the frames before a fault. Its bytes take precedence over the announced protocol."""
    frames, is_broken = _frames(body, framing(body, protocol))
    return Chunk(key, tuple(frames), is_broken)


def read_packets_file(packets: bytes) -> OrderedPackets:
    """Parse a packets.bin, which is stored in order."""
    frames, is_broken = _frames(packets, 2)
    timeline = from_timestamps([(frame.timestamp_ms or 0, frame.packet) for frame in frames])
    return OrderedPackets(tuple(timeline), sum(packet.lost_before for packet in timeline), broken=int(is_broken))


def _frames(body: bytes, protocol: Protocol) -> tuple[list[Frame], bool]:
    frames: list[Frame] = []
    try:
        for frame in parse(body, protocol):
            frames.append(frame)  # one by one, to keep the frames before a fault
    except MalformedMessage:
        return frames, True
    return frames, False


def order_chunks(chunks: Sequence[Chunk], recording: Recording) -> OrderedPackets:
    """Select this recording's chunks, given in any order, and order their packets."""
    arrived = sorted(chunks, key=lambda chunk: (chunk.key.arrived_ms, chunk.key.seq or 0, chunk.key.message_id))
    if any(chunk.key.seq is not None for chunk in arrived):
        return _by_number(list(_of_this_recording(arrived, recording)), recording.last_seq)
    return _by_arrival([chunk for chunk in arrived if chunk.key.arrived_ms <= recording.stopped_ms], recording.last_seq)


def _of_this_recording(arrived: Sequence[Chunk], recording: Recording) -> Iterator[Chunk]:
    """In order of arrival; see the rule above."""
    known: set[int] = set()
    for chunk in arrived:
        if chunk.key.seq is None or (recording.last_seq is not None and chunk.key.seq > recording.last_seq):
            continue
        is_late = chunk.key.arrived_ms > recording.stopped_ms
        if is_late and (recording.last_seq is None or (known and chunk.key.seq == 0) or known & {*chunk.numbers}):
            return
        known |= {*chunk.numbers}
        yield chunk


def _by_number(chunks: Sequence[Chunk], last_seq: int | None) -> OrderedPackets:
    packets = {number: frame.packet for chunk in chunks for number, frame in chunk.numbered}
    numbers = sorted(number for number in packets if last_seq is None or number <= last_seq)
    end = (numbers[-1] if numbers else -1) if last_seq is None else last_seq
    lost = end + 1 - len(numbers)
    steps = pairwise([number - 1 for number in numbers[:1]] + numbers)
    timeline = [Packet(packets[number], min(number - before - 1, LONGEST_GAP)) for before, number in steps]
    missing = None if last_seq is None else lost - _unreadable(chunks, numbers, end)
    return OrderedPackets(tuple(timeline), lost, missing, sum(chunk.is_broken for chunk in chunks))


def _unreadable(chunks: Sequence[Chunk], numbers: Sequence[int], end: int) -> int:
    """Packets that arrived after a fault in their chunk: those up to the next number present, or to the end."""
    seqs = {chunk.key.seq or 0: chunk for chunk in chunks}
    present = sorted({*numbers, *seqs, end + 1})
    tails = [(max(seq + 1, chunk.numbers.stop), chunk.numbers.stop) for seq, chunk in seqs.items() if chunk.is_broken]
    return sum(present[bisect_left(present, above)] - tail for above, tail in tails if tail <= end)


def _by_arrival(chunks: Sequence[Chunk], last_seq: int | None) -> OrderedPackets:
    frames = [chunk.frames for chunk in chunks]
    timeline = order_by_timestamp(frames) or [Packet(frame.packet) for message in frames for frame in message]
    missing = None if last_seq is None else max(0, last_seq + 1 - len(timeline))
    lost = sum(packet.lost_before for packet in timeline)
    return OrderedPackets(tuple(timeline), max(lost, missing or 0), missing, sum(chunk.is_broken for chunk in chunks))
