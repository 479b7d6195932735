"""Rows of dots and nothing else, printer.width_dots wide: eight a byte, the leftmost in the highest bit, 1 is black."""

from PIL import Image

from functions.render.raster import packed
from stikadoo.execution import Printer


def commands(dots: Image.Image, printer: Printer) -> bytes:
    return packed(dots)
