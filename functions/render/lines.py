"""Makes line art black and white: lifts thin lines, applies a threshold, removes specks and thickens thin strokes.

The threshold is Otsu's: the level that splits the histogram with the largest variance between its two sides.
N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE Trans. SMC 9 (1979).
"""

from itertools import accumulate

from PIL import Image, ImageFilter

from functions.render.bitboard import Grid
from functions.render.specks import remove_specks
from functions.render.thicken import thicken

LIFT = ImageFilter.UnsharpMask(radius=2, percent=300, threshold=0)
"Raises the contrast of lines thinner than a dot, black on white or white on black; broad lines keep their width."

THIN = 180
"Otsu's level for a picture of only lines thinner than a dot; noise raises it."

BOLD = 1.8
"""Factor by which a lower level of Otsu's lowers the threshold.

The lower it is, the bolder are the strokes, and the more the grey along their edges would widen them.
"""

MIN_THRESHOLD = 50
"In a picture that is nearly all black, lifting overshoots, so that black itself rises to lower levels."


def line_art(light: Image.Image) -> Image.Image:
    """Dots of a picture in linear light that is already scaled."""
    grid = Grid(*light.size)
    black = remove_specks(grid.bits(_thresholded(light)), grid)
    return grid.image(thicken(black, light, grid))


def _thresholded(light: Image.Image) -> Image.Image:
    threshold = max(MIN_THRESHOLD, THIN - BOLD * (THIN - min(THIN, otsu(light.histogram()))))
    return light.filter(LIFT).point([255 * (level >= threshold) for level in range(256)], "1")


def otsu(histogram: list[int]) -> int:
    """The lowest level of the upper side."""
    counts = list(accumulate(histogram))
    sums = list(accumulate(level * count for level, count in enumerate(histogram)))
    between = [_variance_between(below, total, counts[-1], sums[-1]) for below, total in zip(counts, sums, strict=True)]
    largest = max(between)
    best = [level + 1 for level, variance in enumerate(between) if variance == largest]
    return best[len(best) // 2]  # the middle of a valley without dots


def _variance_between(below: int, sum_below: int, count: int, total: int) -> float:
    above = count - below
    if not below or not above:
        return 0.0
    return below * above * (sum_below / below - (total - sum_below) / above) ** 2
