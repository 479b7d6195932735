"""A grey picture becomes grey dots that fit the printer; black and white dots become rows of bits.

The margin goes, the aspect stays, and the paper's width decides the size unless the sticker would become too long.
"""

from itertools import accumulate

from PIL import Image

from stikadoo.errors import PictureRefused
from stikadoo.execution import Printer

PAPER_AT_LEAST = 200
"Level from which an even border is paper; a darker or a mixed one is part of the picture, whose paper is white."

EVEN = 12
"Levels around the border's median that count as the same: paper's grain, and JPEG's ringing."

INK, FAINT_INK = 24, 8
"Levels darker than the paper: what is worth a dot; what is, where nothing else was drawn (a pale sun, no outline)."


def trimmed(grey: Image.Image, engine: str) -> Image.Image:
    """The picture on white paper, cut to its ink. Raises PictureRefused naming the engine if there is no ink at all.

    A blank picture is how some engines answer what they would rather not draw: another wish helps, another try hardly.
    """
    paper = _paper_level(grey)
    for ink in (INK, FAINT_INK):
        box = grey.point([255 if level <= paper - ink else 0 for level in range(256)]).getbbox()
        if box:
            white = paper - ink // 2 if paper < 255 else 255  # white paper has no grain
            return grey.crop(box).point([255 if level >= white else level * 255 // paper for level in range(256)])
    raise PictureRefused(engine, "blank picture")


def _paper_level(grey: Image.Image) -> int:
    """The border's median, where the border is light and mostly even; else white."""
    border = _border_histogram(grey)
    dots = sum(border)
    median = next(level for level, below in enumerate(accumulate(border)) if below >= dots / 2)
    is_even = sum(border[max(0, median - EVEN) : median + EVEN + 1]) >= 0.75 * dots
    return median if is_even and median >= PAPER_AT_LEAST else 255


def _border_histogram(grey: Image.Image) -> list[int]:
    width, height = grey.size
    deep = max(1, min(width, height) // 64)
    strips = (
        (0, 0, width, deep),
        (0, height - deep, width, height),
        (0, 0, deep, height),
        (width - deep, 0, width, height),
    )
    return [sum(counts) for counts in zip(*(grey.crop(strip).histogram() for strip in strips), strict=True)]


def fitted(size: tuple[int, int], printer: Printer) -> tuple[int, int]:
    """The largest size of that aspect, in dots, that is no wider than the printer and no longer than it allows."""
    width, height = size
    scale = min(printer.width_dots / width, printer.max_length_dots / height)
    return (
        min(printer.width_dots, max(1, round(width * scale))),
        min(printer.max_length_dots, max(1, round(height * scale))),
    )


TURNED_FROM = 1.2
"Width by height. A nearly square picture gains little, and is easier to peel off upright."


def is_turned(size: tuple[int, int], printer: Printer) -> bool:
    """Whether a picture of that size is printed larger along the paper than across, on a printer that may."""
    width, height = size
    if not printer.rotates or width < TURNED_FROM * height:
        return False
    return fitted((height, width), printer)[1] > fitted(size, printer)[0]


def reduced(grey: Image.Image, size: tuple[int, int]) -> Image.Image:
    """No larger than `size`; each dot is the mean of what it covers, as code values: its share of white."""
    if size[0] >= grey.width or size[1] >= grey.height:
        return grey
    return grey.resize(size, Image.Resampling.BOX, reducing_gap=3.0)


def enlarged(grey: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Of that size; linearly, since sharper filters make a small picture's edges bumpy once they are black or white."""
    return grey if grey.size == size else grey.resize(size, Image.Resampling.BILINEAR)


def centred(picture: Image.Image, width: int) -> Image.Image:
    """White left and right, until the rows are `width` dots."""
    if picture.width == width:
        return picture
    row = Image.new(picture.mode, (width, picture.height), 255)
    row.paste(picture, ((width - picture.width) // 2, 0))
    return row


def packed(dots: Image.Image) -> bytes:
    """Rows one after another, eight dots a byte, the leftmost in the highest bit, 1 is black."""
    return dots.tobytes("raw", "1;I")
