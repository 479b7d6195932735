"""Line art becomes black and white by a threshold: in light, after it was made as small as the printer needs it.

1. Light. Lines thinner than a dot are lifted from their surroundings, black on white or white on black.
2. Otsu's threshold: the level that parts the histogram with the largest variance between its two sides.
   N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE Trans. SMC 9 (1979).
3. Specks go, thin strokes grow to two dots.
"""

from itertools import accumulate

from PIL import Image, ImageFilter

from functions.render.bitboard import Grid
from functions.render.linear_light import in_light
from functions.render.specks import cleaned
from functions.render.strokes import thickened

LIFTED = ImageFilter.UnsharpMask(radius=2, percent=300, threshold=0)
"Lifts lines thinner than a dot over the threshold; broad ones keep their width."

THIN = 180
"Otsu's level where there are only lines thinner than a dot; noise puts it higher."

BOLD = 1.8
"""How far a lower level of Otsu's counts.

The lower, the bolder are the strokes, and the more does the grey of their edges, which no thin line is, widen them.
"""

BOLDEST = 50
"Lower is no threshold: black itself, in a picture that is nearly all black, overshoots when it is lifted."


def line_art(grey: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A grey picture of full contrast as dots of that size."""
    light, grid = in_light(grey, size), Grid(*size)
    threshold = max(BOLDEST, THIN - BOLD * (THIN - min(THIN, otsu(light.histogram()))))
    black = grid.bits(light.filter(LIFTED).point([255 * (level >= threshold) for level in range(256)], "1"))
    return grid.image(thickened(cleaned(black, grid), light, grid))


def otsu(histogram: list[int]) -> int:
    """The lowest level of the upper side."""
    counts = list(accumulate(histogram))
    sums = list(accumulate(level * count for level, count in enumerate(histogram)))
    between = [_variance_between(below, total, counts[-1], sums[-1]) for below, total in zip(counts, sums, strict=True)]
    best = max(between)
    alike = [level + 1 for level, variance in enumerate(between) if variance == best]
    return alike[len(alike) // 2]  # the middle of a valley without dots


def _variance_between(below: int, sum_below: int, count: int, total: int) -> float:
    above = count - below
    if not below or not above:
        return 0.0
    return below * above * (sum_below / below - (total - sum_below) / above) ** 2
