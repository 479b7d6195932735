"""What ZPL and TSPL both must be told of a label."""

from PIL import Image

from functions.render.printers.escpos import MM_PER_INCH
from stikadoo.execution import Printer


def label_dots(dots: Image.Image, printer: Printer) -> int:
    """Its length: on a roll without gaps what is printed and fed, else the label's own."""
    if printer.gap_mm:
        return printer.max_length_dots
    return dots.height + round(printer.feed_mm / MM_PER_INCH * printer.dpi)


def millimetres(dots: int, printer: Printer) -> float:
    return round(dots / printer.dpi * MM_PER_INCH, 1)


def inches_a_second(printer: Printer) -> int:
    """Speeds are whole inches, from 1."""
    return max(1, round(printer.mm_per_second / MM_PER_INCH))
