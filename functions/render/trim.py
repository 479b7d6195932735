"""Crops a picture to its ink and makes its paper white.

An off-white or grainy border counts as paper. A dark or uneven border belongs to the picture.
"""

from itertools import accumulate

from PIL import Image

from stikadoo.errors import PictureRefused

DARKEST_PAPER = 200
"Level. An even border that is darker belongs to the picture, whose paper is then white."

EVENNESS = 12
"Levels around the border's median that count as the same: the paper's grain, and JPEG ringing."

INK, FAINT_INK = 24, 8
"Levels darker than the paper. The second is tried where nothing reaches the first: a pale sun without an outline."


def trim(grey: Image.Image, engine: str) -> Image.Image:
    """Raises PictureRefused with the engine's name if there is no ink.

    Some engines return a blank picture for what they decline to draw. Another wish helps; a retry rarely does.
    """
    paper = _paper_level(grey)
    for ink in (INK, FAINT_INK):
        box = grey.point([255 if level <= paper - ink else 0 for level in range(256)]).getbbox()
        if box:
            white = paper - ink // 2 if paper < 255 else 255  # white paper has no grain
            return grey.crop(box).point([255 if level >= white else level * 255 // paper for level in range(256)])
    raise PictureRefused(engine, "blank picture")


def _paper_level(grey: Image.Image) -> int:
    """The median of the border if it is light and mostly even, else white."""
    border = _border_histogram(grey)
    dots = sum(border)
    median = next(level for level, below in enumerate(accumulate(border)) if below >= dots / 2)
    is_even = sum(border[max(0, median - EVENNESS) : median + EVENNESS + 1]) >= 0.75 * dots
    return median if is_even and median >= DARKEST_PAPER else 255


def _border_histogram(grey: Image.Image) -> list[int]:
    width, height = grey.size
    depth = max(1, min(width, height) // 64)
    strips = (
        (0, 0, width, depth),
        (0, height - depth, width, height),
        (0, 0, depth, height),
        (width - depth, 0, width, height),
    )
    return [sum(counts) for counts in zip(*(grey.crop(strip).histogram() for strip in strips), strict=True)]
