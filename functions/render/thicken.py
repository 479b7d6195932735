"""Thickens strokes of one dot to two: first across the paper, then along it.

A thermal head's dot fades at its edge, and each dot of a line along the paper is heated only for an instant: a line one
dot wide prints as a scratch. Each stroke grows to the side that is darker in the grey picture. Wider strokes stay as
they are. No stroke grows if less than GAP dots of paper would be left to the next: touching details are worse than thin
ones.
"""

from PIL import Image, ImageChops

from functions.render.bitboard import Grid

GAP = 2
"dots of paper between a thickened stroke and the next; a smaller gap is closed by the heat of both"


def thicken(black: int, grey: Image.Image, grid: Grid) -> int:
    """`grey` is the picture before the threshold: it shows on which side of its dot a stroke lies."""
    black = _thickened(black, 1, grid, grid.bits(_darker_after(grey, 1, 0)))
    return _thickened(black, grid.stride, grid, grid.bits(_darker_after(grey, 0, 1)))


def _thickened(black: int, step: int, grid: Grid, is_darker_after: int) -> int:
    """`after` is the next dot to the right or below; its bit is lower by `step`."""
    thin = black & ~(black << step) & ~(black >> step)
    after, before = grid.paper << step, grid.paper >> step
    for gap in range(2, 2 + GAP):
        after &= ~(black << gap * step)
        before &= ~(black >> gap * step)
    to_after = thin & after & (is_darker_after | ~before)
    to_before = thin & before & ~to_after
    return black | to_after >> step | to_before << step


def _darker_after(grey: Image.Image, right: int, down: int) -> Image.Image:
    """Black where the next dot is no lighter than the previous one."""
    after = ImageChops.offset(grey, -right, -down)
    before = ImageChops.offset(grey, right, down)
    return ImageChops.subtract(after, before).point([0] + [255] * 255, "1")
