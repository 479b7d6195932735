"""Strokes of one dot become two dots wide, to the side they lean to; so do upright ones, which print lighter.

A thermal head's dot fades at its edge, and a line of single dots up the paper is heated for an instant each: one dot
is a scratch. Broader strokes stay as they are. No stroke grows so close to another that less than GAP dots of paper
are left: details that touch are worse than thin ones.
"""

from PIL import Image, ImageChops

from functions.render.bitboard import Grid

GAP = 2
"dots of paper between a grown stroke and the next; less is closed by the heat of both"


def thickened(black: int, grey: Image.Image, grid: Grid) -> int:
    """`grey` says on which side of its dot a stroke lies."""
    black = _grown(black, 1, grid, grid.bits(_darker_after(grey, 1, 0)))
    return _grown(black, grid.stride, grid, grid.bits(_darker_after(grey, 0, 1)))


def _grown(black: int, step: int, grid: Grid, leans_after: int) -> int:
    """Across strokes; `after` is the dot to the right or below, whose bit is lower by `step`."""
    thin = black & ~(black << step) & ~(black >> step)
    after, before = grid.paper << step, grid.paper >> step
    for gap in range(2, 2 + GAP):
        after &= ~(black << gap * step)
        before &= ~(black >> gap * step)
    to_after = thin & after & (leans_after | ~before)
    to_before = thin & before & ~to_after
    return black | to_after >> step | to_before << step


def _darker_after(grey: Image.Image, right: int, down: int) -> Image.Image:
    """Black where the next dot is no lighter than the one before."""
    after = ImageChops.offset(grey, -right, -down)
    before = ImageChops.offset(grey, right, down)
    return ImageChops.subtract(after, before).point([0] + [255] * 255, "1")
