"""Limits the share of black dots: a print head heats up, and a battery drains, with every black dot.

Solid areas are hatched with slanting white lines, as on an engraved stamp; their outlines stay, so that the hatching
looks intended. Lines get broader and outlines thinner only while there is still too much black.
"""

from collections.abc import Iterator
from functools import cache

from PIL import Image

from functions.render.bitboard import Grid

OUTLINES = (3, 2, 1, 0)
"dots of a solid area that stay black along its edge"

PITCH = 8
"dots from one white line to the next, along a row"


def black_share(dots: Image.Image) -> float:
    """0 to 1, of a 1-bit image."""
    counts: list[int] = dots.histogram()
    return counts[0] / sum(counts)


def limit_black(dots: Image.Image, most_black: float) -> Image.Image:
    """The dots unchanged if they are within that share, else the darkest hatching that is."""
    if black_share(dots) <= most_black:
        return dots
    grid = Grid(*dots.size)
    black, allowed = grid.bits(dots), most_black * grid.width * grid.height
    hatched = black
    for hatched in _hatchings(black, grid):
        if hatched.bit_count() <= allowed:
            break
    return grid.image(hatched)


def _hatchings(black: int, grid: Grid) -> Iterator[int]:
    """Each with less black than the one before."""
    for outline in OUTLINES:
        inner = black
        for _ in range(outline):
            inner = grid.eroded(inner)
        for white in range(2, PITCH):
            yield black & ~(inner & _slanting_lines(grid, white))


@cache
def _slanting_lines(grid: Grid, width: int) -> int:
    """Each one dot further left than in the row above."""
    line = int("1" * width + "0" * (PITCH - width), 2) * 0x101
    rows = (bytes([(line << row % PITCH >> PITCH) & 0xFF]) * (grid.stride // 8) for row in range(grid.height))
    return int.from_bytes(b"".join(rows)) & grid.paper
