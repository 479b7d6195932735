"""Dots nobody drew go: black ones on the paper, white ones in the ink.

A speck is a dot alone, or lies within 2 × 2 dots, does not fill them, and has nothing around them. An eye of 2 × 2
stays.
"""

from functions.render.bitboard import Grid


def cleaned(black: int, grid: Grid) -> int:
    """A drawing of nothing but specks stays one."""
    rest = _without_specks(black, grid.stride)
    white = _without_specks(grid.paper & ~rest, grid.stride)
    return grid.paper & ~white if rest else black


def _without_specks(dots: int, down: int) -> int:
    """The dots that have a neighbour, and no clean place of 2 × 2 about them; it is named by its upper left dot."""
    full = dots & dots << 1 & dots << down & dots << (down + 1)
    unclean = full | _ring(dots, down)
    return dots & _beside(dots, down) & unclean & unclean >> 1 & unclean >> down & unclean >> (down + 1)


def _ring(dots: int, down: int) -> int:
    """The places with any of the twelve dots around them set."""
    row = dots >> 1 | dots | dots << 1 | dots << 2
    column = dots >> 1 | dots << 2
    return row >> down | row << 2 * down | column | column << down


def _beside(dots: int, down: int) -> int:
    """The eight neighbours of each."""
    sides = dots << 1 | dots >> 1
    row = dots | sides
    return sides | row << down | row >> down
