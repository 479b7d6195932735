"""Estimates the printing time: the transfer over the serial line or the paper's travel, whichever takes longer.

The paper is assumed to move at the printer's maximum speed. On battery, or with much black, it is slower. The estimate
has not been compared with a printer.
"""

from functions.render.printers.escpos import MM_PER_INCH
from stikadoo.execution import Printer

BITS_PER_BYTE = 10
"on the line: a start bit, eight data bits, a stop bit"

ENCODED_ON_THE_DEVICE = ("png", "raw")
"Languages whose printer commands the device makes itself: about as many bytes as rows of dots."


def print_seconds(commands: int, height: int, printer: Printer) -> float:
    """`commands` is a number of bytes, `height` of rows."""
    transferred = height * printer.width_dots // 8 if printer.language in ENCODED_ON_THE_DEVICE else commands
    paper_mm = height / printer.dpi * MM_PER_INCH + printer.feed_mm
    return round(max(transferred * BITS_PER_BYTE / printer.baud, paper_mm / printer.mm_per_second), 1)
