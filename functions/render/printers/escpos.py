"""ESC/POS, by its raster command, of which the Stikadoo device speaks these:

    1B 40                                reset
    1D 76 30 00 xL xH yL yH rows…        raster: x bytes a row, y rows, leftmost dot in the highest bit, 1 is black
    1B 33 n                              a line feed is n dots from now on
    0A                                   line feed

Source: the manuals' "GS v 0" and "ESC 3". A motion unit is taken for a dot, as it is on printers of 203 dpi.
"""

from collections.abc import Iterator
from math import ceil

from PIL import Image

from functions.render.raster import packed
from stikadoo.execution import Printer

RESET = b"\x1b\x40"
RASTER = b"\x1d\x76\x30\x00"
LINE_SPACING = b"\x1b\x33"
LINE_FEED = b"\n"

MM_PER_INCH = 25.4


def commands(dots: Image.Image, printer: Printer) -> bytes:
    return RESET + b"".join(rasters(dots, printer)) + feed(printer)


def rasters(dots: Image.Image, printer: Printer) -> Iterator[bytes]:
    """One command for each block of rows that the printer takes at once."""
    rows, bytes_a_row = printable(packed(dots), printer), dots.width // 8
    for top in range(0, dots.height, printer.block_rows):
        count = min(printer.block_rows, dots.height - top)
        header = RASTER + bytes_a_row.to_bytes(2, "little") + count.to_bytes(2, "little")
        yield header + rows[top * bytes_a_row : (top + count) * bytes_a_row]


def printable(dots: bytes, printer: Printer) -> bytes:
    """Without the bytes that the printer takes for something else: a dot or two change their place."""
    there, instead = (b"".join(map(bytes.fromhex, side)) for side in (printer.forbidden, printer.forbidden.values()))
    return dots.translate(bytes.maketrans(there, instead))


def feed(printer: Printer) -> bytes:
    """Paper, until the sticker's end has passed the edge it is torn at."""
    dots = printer.feed_mm / MM_PER_INCH * printer.dpi
    lines = ceil(dots / 255)  # a line is at most 255 dots
    return LINE_SPACING + bytes([ceil(dots / lines)]) + LINE_FEED * lines if lines else b""
