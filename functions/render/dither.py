"""Dithers grey dots to black and white: the density of dots is the tone, so 128 of 255 is every other dot.

- floyd-steinberg: Pillow's own, and the most accurate. R. Floyd, L. Steinberg, Proc. SID 17/2 (1976).
- atkinson: B. Atkinson's for the first Macintosh. An eighth of the error goes to each of six dots,

              x  1  1
           1  1  1
              1          and the rest is dropped: light and dark areas come out clean, with more contrast.
  In Python, row by row, 25 ms. Pillow has none, and numpy would add 60 MB to the zip to save 15 ms.
- ordered: B. Bayer's matrix of 8 × 8 (1973), a regular screen that is visible as a pattern.
"""

from functools import cache

from PIL import Image, ImageChops, ImageOps

BAYER_SIDE = 8


def floyd_steinberg(grey: Image.Image) -> Image.Image:
    """Dithers the negative: flat and pale areas come out slightly more even."""
    return ImageOps.invert(ImageOps.invert(grey).convert("1", dither=Image.Dither.FLOYDSTEINBERG))


def atkinson(grey: Image.Image) -> Image.Image:
    width, height = grey.size
    levels = grey.tobytes()
    none = [0] * (width + 2)
    above, above_that = none, none
    dots = bytearray()
    for start in range(0, width * height, width):
        row, errors = _diffused(levels[start : start + width], above, above_that)
        dots += row
        above, above_that = errors, above
    return Image.frombytes("L", grey.size, bytes(dots)).convert("1", dither=Image.Dither.NONE)


def _diffused(levels: bytes, above: list[int], above_that: list[int]) -> tuple[bytearray, list[int]]:
    """A row's dots and an eighth of each dot's error, with a zero before the first and after the last."""
    dots, errors = bytearray(), [0]
    last, second_last = 0, 0  # the errors of the two dots to the left
    for level, left, straight, right, far in zip(levels, above, above[1:], above[2:], above_that[1:], strict=False):
        wanted = level + left + straight + right + far + last + second_last
        second_last = last
        if wanted < 128:
            dots.append(0)
            last = wanted >> 3
        else:
            dots.append(255)
            last = (wanted - 255) >> 3
        errors.append(last)
    errors.append(0)
    return dots, errors


def ordered(grey: Image.Image) -> Image.Image:
    """White where the level exceeds the matrix's."""
    screen = Image.new("L", grey.size)
    tile = _bayer()
    for left in range(0, grey.width, BAYER_SIDE):
        screen.paste(tile, (left, 0))
    for top in range(BAYER_SIDE, grey.height, BAYER_SIDE):
        screen.paste(screen.crop((0, 0, grey.width, BAYER_SIDE)), (0, top))
    return ImageChops.subtract(grey, screen).point([0] + [255] * 255, "1")


@cache
def _bayer() -> Image.Image:
    ranks = [[0]]
    while len(ranks) < BAYER_SIDE:
        ranks = [
            [rank + more * len(ranks) ** 2 for rank in row for more in pair]
            for row in ranks
            for pair in ((0, 2), (3, 1))
        ]
    levels = bytes(round((rank + 0.5) * 255 / BAYER_SIDE**2) for row in ranks for rank in row)
    return Image.frombytes("L", (BAYER_SIDE, BAYER_SIDE), levels)


TONAL_DITHERS = {"floyd-steinberg": floyd_steinberg, "atkinson": atkinson, "ordered": ordered}
"By the value of the setting tonal_dither."
