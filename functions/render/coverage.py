"""Too much black becomes a hatch: a print head grows hot, and a battery weak, with every black dot.

Solid areas get slanting white lines, as a cutter of stamps would make them; their outlines stay, so that it looks
meant. Lines grow broader, and outlines thinner, only while there still is too much. Tones are lightened before: what is
hatched of them is what was black.
"""

from collections.abc import Iterator
from functools import cache

from PIL import Image

from functions.render.bitboard import Grid

OUTLINES = (3, 2, 1, 0)
"dots of a solid area that stay black along its edge"

PITCH = 8
"dots from one white line to the next, along a row"

LIGHTEST_GAMMA = 2.2
"A tonal picture lightened more looks like a mistake."


def black_share(dots: Image.Image) -> float:
    """0 to 1, of a one-bit image."""
    counts: list[int] = dots.histogram()
    return counts[0] / sum(counts)


def lightened(grey: Image.Image, most_black: float) -> Image.Image:
    """Tones whose dots will be no more than that share of black, or as near as one may go."""
    histogram = grey.histogram()
    gamma = 1.0
    while _black_of(histogram, gamma) > most_black and gamma < LIGHTEST_GAMMA:
        gamma += 0.1
    return grey if gamma == 1.0 else grey.point([round(255 * (level / 255) ** (1 / gamma)) for level in range(256)])


def _black_of(histogram: list[int], gamma: float) -> float:
    white: float = sum(count * (level / 255) ** (1 / gamma) for level, count in enumerate(histogram))
    return 1 - white / sum(histogram)


def hatched(dots: Image.Image, most_black: float) -> Image.Image:
    """The dots themselves where they are no more than that share; else the darkest of the hatched that is not."""
    if black_share(dots) <= most_black:
        return dots
    grid = Grid(*dots.size)
    black, allowed = grid.bits(dots), most_black * grid.width * grid.height
    thinned = black
    for thinned in _ever_lighter(black, grid):
        if thinned.bit_count() <= allowed:
            break
    return grid.image(thinned)


def _ever_lighter(black: int, grid: Grid) -> Iterator[int]:
    for outline in OUTLINES:
        inner = black
        for _ in range(outline):
            inner = grid.within(inner)
        for white in range(2, PITCH):
            yield black & ~(inner & _slanting_lines(grid, white))


@cache
def _slanting_lines(grid: Grid, wide: int) -> int:
    """Each a dot further left than in the row above."""
    line = int("1" * wide + "0" * (PITCH - wide), 2) * 0x101
    rows = (bytes([(line << row % PITCH >> PITCH) & 0xFF]) * (grid.stride // 8) for row in range(grid.height))
    return int.from_bytes(b"".join(rows)) & grid.paper
