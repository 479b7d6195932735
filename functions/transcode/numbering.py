"""What `seq` counts: packets, as the protocol says, or messages, as some clients do. Pure.

With several packets in a message, the two differ: counted by packet, the next message's number is higher by as many;
counted by message, it is higher by one. Message numbers are converted to packet numbers; a message that is absent
counts as many packets as most of the others.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.transcode.chunk import Chunk


@dataclass(frozen=True)
class PacketNumbers:
    """Chunks with message numbers, converted."""

    chunks: list[Chunk]
    last_seq: int | None
    ends: dict[int, int]
    "Message number → the number of the first packet after the message before it."


def counts_messages(chunks: Sequence[Chunk]) -> bool:
    """Whether numbers are too dense for packets: some are within the message before, and few are left out.

    A late message of the previous recording may overlap, too, but among numbers that are further apart.
    """
    sizes = {chunk.key.seq: len(chunk.frames) for chunk in chunks if chunk.key.seq is not None}
    overlap = any(second < first + sizes[first] for first, second in pairwise(sorted(sizes)))
    return overlap and max(sizes) - min(sizes) < 2 * len(chunks)


def packet_numbers(chunks: Sequence[Chunk], last_seq: int | None) -> PacketNumbers:
    """Convert message numbers. Of two chunks with the same number, the later one counts."""
    by_number = {chunk.key.seq: chunk for chunk in chunks if chunk.key.seq is not None}
    usual = max(1, *(size for size, _ in Counter(len(chunk.frames) for chunk in chunks).most_common(1)))
    first = 1 if by_number.keys() == {*range(1, len(by_number) + 1)} else 0
    converted: list[Chunk] = []
    ends = {first: 0}
    position, expected = 0, first
    for number, chunk in sorted(by_number.items()):
        position += (number - expected) * usual
        converted.append(chunk.at(position))
        position += max(len(chunk.frames), usual) if chunk.is_broken else len(chunk.frames)
        expected = number + 1
        ends[expected] = position
    present = sum(len(chunk.frames) for chunk in converted)
    if last_seq is None or last_seq + 1 < present:  # too low to count packets
        absent = 0 if last_seq is None else max(0, last_seq + 1 - expected)
        last = position - 1 + absent * usual
    else:
        last = max(last_seq - first, position - 1)
    return PacketNumbers(converted, None if last_seq is None else last, ends)
