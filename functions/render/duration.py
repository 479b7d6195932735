"""How long a sticker will take to print, about: the slower of the wire to the printer and of its paper.

A byte on the wire has ten bits: a start bit, eight, a stop bit. Paper runs at its printer's best speed, which a battery
or much black does not reach; nobody has measured a printer for this.
"""

from functions.render.printers.escpos import MM_PER_INCH
from stikadoo.execution import Printer

BITS_A_BYTE = 10

MADE_ON_THE_DEVICE = ("png", "raw")
"These reach the printer as rows of dots, in commands of the device's own."


def print_seconds(commands: int, height: int, printer: Printer) -> float:
    """Of so many bytes that print so many rows."""
    sent = height * printer.width_dots // 8 if printer.language in MADE_ON_THE_DEVICE else commands
    paper_mm = height / printer.dpi * MM_PER_INCH + printer.feed_mm
    return round(max(sent * BITS_A_BYTE / printer.baud, paper_mm / printer.mm_per_second), 1)
