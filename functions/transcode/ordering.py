"""Selects a recording's chunks and orders their packets, with counts of lost and missing ones. Pure.

A chunk's key contains its arrival time and, if the device numbers packets, the number of its first packet. The order is

    by number, if any chunk has one (chunks without one are placed by `unnumbered.py`; numbers that count messages are
    converted by `numbering.py`; complete numbers from 1 need no 0),
    else by protocol 2's timestamps, if they are plausible (see `stamps.py`),
    else by arrival.

A connection's next recording starts at number 0 again, and chunks of this one may arrive up to CHUNK_LATENESS_MS after
listen stop. So numbered chunks are selected as follows:

    until listen stop    all; of two with the same number the later, since the earlier is a late one of the previous
                         recording
    after listen stop    if last_seq is known, those with new numbers. The first chunk with a known number, or with
                         number 0 after others, begins the next recording: it and all after it are ignored
    always               chunks with numbers above last_seq are ignored
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from functions.transcode.chunk import Chunk, parse_frames
from functions.transcode.numbering import counts_messages, packet_numbers
from functions.transcode.stamps import order_by_timestamp
from functions.transcode.unnumbered import Placed, Size, place
from stikadoo.audio.packets import Packet, from_timestamps
from stikadoo.execution import Recording
from stikadoo.keys import MAX_SEQ

LONGEST_GAP = 1000
"In packets: a minute of 60 ms packets. A longer gap in the numbers is shortened to it."


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


def read_packets_file(packets: bytes) -> OrderedPackets:
    """Parse a packets.bin, which is stored in order."""
    frames, is_broken = parse_frames(packets, 2)
    timeline = from_timestamps([(frame.timestamp_ms or 0, frame.packet) for frame in frames])
    return OrderedPackets(tuple(timeline), sum(packet.lost_before for packet in timeline), broken=int(is_broken))


def order_chunks(chunks: Sequence[Chunk], recording: Recording) -> OrderedPackets:
    """Select this recording's chunks, given in any order, and order their packets."""
    arrived = sorted(chunks, key=lambda chunk: (chunk.key.arrived_ms, chunk.key.seq or 0, chunk.key.message_id))
    if all(chunk.key.seq is None for chunk in arrived):
        return _by_arrival(_in_time(arrived, recording), recording.last_seq)
    last_seq = recording.last_seq
    if last_seq is not None:
        arrived = [chunk for chunk in arrived if chunk.key.seq is None or chunk.key.seq <= last_seq]
    size: Size = _one if counts_messages(_in_time(arrived, recording)) else _packets
    ours = list(_of_this_recording(arrived, recording, size))
    placed = place(ours, size, recording.stopped_ms, MAX_SEQ + 1 if last_seq is None else last_seq + 1)
    if size is _packets:
        return _by_number(placed, last_seq)
    converted = packet_numbers(placed.numbered, last_seq)
    between = [(converted.ends.get(before, 0), chunk) for before, chunk in placed.between]
    return _by_number(Placed(converted.chunks, between), converted.last_seq)


def _in_time(arrived: Sequence[Chunk], recording: Recording) -> list[Chunk]:
    return [chunk for chunk in arrived if chunk.key.arrived_ms <= recording.stopped_ms]


def _one(_chunk: Chunk) -> int:
    return 1


def _packets(chunk: Chunk) -> int:
    return len(chunk.frames)


def _of_this_recording(arrived: Sequence[Chunk], recording: Recording, size: Size) -> Iterator[Chunk]:
    """In order of arrival; see the rule above."""
    known: set[int] = set()
    for chunk in arrived:
        is_late = chunk.key.arrived_ms > recording.stopped_ms
        if is_late and recording.last_seq is None:
            return
        if chunk.key.seq is not None:
            numbers = {*range(chunk.key.seq, chunk.key.seq + size(chunk))}
            if is_late and ((known and chunk.key.seq == 0) or known & numbers):
                return
            known |= numbers
        yield chunk


def _by_number(placed: Placed, last_seq: int | None) -> OrderedPackets:
    chunks = placed.numbered
    packets = {number: frame.packet for chunk in chunks for number, frame in chunk.numbered}
    numbers = sorted(number for number in packets if last_seq is None or number <= last_seq)
    end = (numbers[-1] if numbers else -1) if last_seq is None else last_seq
    lost = end + 1 - len(numbers) - _counts_from_one(chunks, numbers, end)
    between = [(before - 0.5, Packet(frame.packet)) for before, chunk in placed.between for frame in chunk.frames]
    ordered = sorted([*_with_gaps(packets), *between], key=itemgetter(0))
    missing = None if last_seq is None else lost - _unreadable(chunks, numbers, end)
    broken = sum(chunk.is_broken for chunk in (*chunks, *(chunk for _, chunk in placed.between)))
    return OrderedPackets(tuple(packet for _, packet in ordered), lost, missing, broken)


def _with_gaps(packets: Mapping[int, bytes]) -> Iterator[tuple[int, Packet]]:
    numbers = sorted(packets)
    for before, number in pairwise([number - 1 for number in numbers[:1]] + numbers):
        yield number, Packet(packets[number], min(number - before - 1, LONGEST_GAP))


def _counts_from_one(chunks: Sequence[Chunk], numbers: Sequence[int], end: int) -> bool:
    """Whether all numbers from 1 are there, and there is no 0 to wait for."""
    return numbers[:1] == [1] and len(numbers) == end and all(chunk.key.seq for chunk in chunks)


def _unreadable(chunks: Sequence[Chunk], numbers: Sequence[int], end: int) -> int:
    """Packets that arrived after a fault in their chunk: those up to the next number present, or to the end."""
    tails = {chunk.numbers.stop for chunk in chunks if chunk.is_broken and chunk.numbers.stop <= end} - {*numbers}
    present = sorted({*numbers, *(chunk.key.seq or 0 for chunk in chunks), end + 1})
    return sum(present[bisect_right(present, tail)] - tail for tail in tails)


def _by_arrival(chunks: Sequence[Chunk], last_seq: int | None) -> OrderedPackets:
    frames = [chunk.frames for chunk in chunks]
    timeline = order_by_timestamp(frames) or [Packet(frame.packet) for message in frames for frame in message]
    missing = None if last_seq is None else max(0, last_seq + 1 - len(timeline))
    lost = sum(packet.lost_before for packet in timeline)
    return OrderedPackets(tuple(timeline), max(lost, missing or 0), missing, sum(chunk.is_broken for chunk in chunks))
