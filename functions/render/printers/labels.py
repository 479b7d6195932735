"""Label dimensions and speed, as ZPL and TSPL need them."""

from PIL import Image

from functions.render.printers.escpos import MM_PER_INCH
from stikadoo.execution import Printer


def label_dots(dots: Image.Image, printer: Printer) -> int:
    """Length: of the print and the feed on a roll without gaps, else of one label."""
    if printer.gap_mm:
        return printer.max_length_dots
    return dots.height + round(printer.feed_mm / MM_PER_INCH * printer.dpi)


def millimetres(dots: int, printer: Printer) -> float:
    return round(dots / printer.dpi * MM_PER_INCH, 1)


def inches_per_second(printer: Printer) -> int:
    """A whole number, at least 1."""
    return max(1, round(printer.mm_per_second / MM_PER_INCH))
