"""Removes specks: stray black dots on the paper and stray white dots in the ink.

A speck is a single dot, or dots within a square of 2 × 2 that do not fill it, with nothing around them. An eye of 2 × 2
stays.
"""

from functions.render.bitboard import Grid


def remove_specks(black: int, grid: Grid) -> int:
    """A drawing that consists only of specks stays as it is."""
    rest = _without_specks(black, grid.stride)
    white = _without_specks(grid.paper & ~rest, grid.stride)
    return grid.paper & ~white if rest else black


def _without_specks(dots: int, down: int) -> int:
    """The dots that have a neighbour and lie in no isolated, partly filled square. A square is its upper left dot."""
    full = dots & dots << 1 & dots << down & dots << (down + 1)
    kept = full | _ring(dots, down)
    return dots & _neighbours(dots, down) & kept & kept >> 1 & kept >> down & kept >> (down + 1)


def _ring(dots: int, down: int) -> int:
    """The squares with any of the twelve dots around them set."""
    row = dots >> 1 | dots | dots << 1 | dots << 2
    column = dots >> 1 | dots << 2
    return row >> down | row << 2 * down | column | column << down


def _neighbours(dots: int, down: int) -> int:
    """The eight neighbours of each dot."""
    sides = dots << 1 | dots >> 1
    row = dots | sides
    return sides | row << down | row >> down
