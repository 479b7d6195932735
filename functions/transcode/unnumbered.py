"""Places for chunks without a number among numbered ones: their number was unreadable, or the device mixes both. Pure.

Chunks without a number that arrived after the same number belong together. They fill the gap in the numbers where they
arrived, or else the nearest gap of just their size. Without such a gap the device does not count them: they stay where
they arrived, between two numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from functions.transcode.chunk import Chunk

Size = Callable[[Chunk], int]
"How many numbers a chunk takes."


@dataclass
class Placed:
    numbered: list[Chunk]
    "In order of arrival, with those that fill a gap."
    between: list[tuple[int, Chunk]] = field(default_factory=list)
    "Each with the number that it comes before."


def place(arrived: Sequence[Chunk], size: Size, stopped_ms: int, end: int) -> Placed:
    """Place the chunks without a number, given all in order of arrival; `end` is one above the highest number.

    After listen stop only what fills a gap is this recording's.
    """
    placed = Placed([chunk for chunk in arrived if chunk.key.seq is not None])
    gaps = list(_gaps(placed.numbered, size, end))
    for (after, is_late), chunks in _groups(arrived, size, stopped_ms):
        room = _take(gaps, after, sum(map(size, chunks)))
        if room:
            placed.numbered += _numbered_from(room.start, chunks, size)
        elif not is_late:
            placed.between += [(after, chunk) for chunk in chunks]
    return placed


def _groups(arrived: Sequence[Chunk], size: Size, stopped_ms: int) -> Iterator[tuple[tuple[int, bool], list[Chunk]]]:
    """Those without a number, by the end of the highest number that arrived before, and by being late."""
    found: list[tuple[tuple[int, bool], Chunk]] = []
    after = 0
    for chunk in arrived:
        if chunk.key.seq is None:
            found.append(((after, chunk.key.arrived_ms > stopped_ms), chunk))
        else:
            after = max(after, chunk.key.seq + size(chunk))
    for key, group in groupby(found, key=lambda pair: pair[0]):
        yield key, [chunk for _, chunk in group]


def _gaps(numbered: Sequence[Chunk], size: Size, end: int) -> Iterator[range]:
    expected = 0
    for seq, chunk in sorted((chunk.key.seq or 0, size(chunk)) for chunk in numbered):
        if seq > expected:
            yield range(expected, seq)
        expected = max(expected, seq + chunk)
    if expected < end:
        yield range(expected, end)


def _take(gaps: list[range], after: int, size: int) -> range | None:
    """As many numbers of a gap, which is shortened by them. Before all numbers, they are the last ones of their gap."""
    here = [index for index, gap in enumerate(gaps) if gap.start == after and len(gap) >= size]
    fitting = [index for index, gap in enumerate(gaps) if len(gap) == size]
    if not here and not fitting:
        return None
    index = here[0] if here else min(fitting, key=lambda index: abs(gaps[index].start - after))
    gap = gaps[index]
    taken, gaps[index] = (gap[:size], gap[size:]) if after else (gap[len(gap) - size :], gap[: len(gap) - size])
    return taken


def _numbered_from(start: int, chunks: Sequence[Chunk], size: Size) -> Iterator[Chunk]:
    for chunk in chunks:
        yield chunk.at(start)
        start += size(chunk)
