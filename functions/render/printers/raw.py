"""Rows of bits without commands: eight dots per byte, the leftmost in the highest bit, 1 is black."""

from PIL import Image

from stikadoo.execution import Printer


def commands(dots: Image.Image, printer: Printer) -> bytes:
    return packed(dots)


def packed(dots: Image.Image) -> bytes:
    """Row after row, printer.width_dots wide."""
    return dots.tobytes("raw", "1;I")
