"""ESC/POS with raster images. The Stikadoo device supports these commands:

    1B 40                                reset
    1D 76 30 00 xL xH yL yH rows…        raster: x bytes a row, y rows, leftmost dot in the highest bit, 1 is black
    1B 33 n                              line spacing: a line feed is n dots
    0A                                   line feed

Source: "GS v 0" and "ESC 3" in the ESC/POS manuals. A motion unit is one dot, as on printers of 203 dpi.
"""

from collections.abc import Iterator
from math import ceil

from PIL import Image

from functions.render.printers.raw import packed
from stikadoo.execution import Printer

RESET = b"\x1b\x40"
RASTER = b"\x1d\x76\x30\x00"
LINE_SPACING = b"\x1b\x33"
LINE_FEED = b"\n"

MM_PER_INCH = 25.4


def commands(dots: Image.Image, printer: Printer) -> bytes:
    return RESET + b"".join(rasters(dots, printer)) + feed(printer)


def rasters(dots: Image.Image, printer: Printer) -> Iterator[bytes]:
    """One command per block of printer.block_rows."""
    rows, bytes_per_row = printable(packed(dots), printer), dots.width // 8
    for top in range(0, dots.height, printer.block_rows):
        count = min(printer.block_rows, dots.height - top)
        header = RASTER + bytes_per_row.to_bytes(2, "little") + count.to_bytes(2, "little")
        yield header + rows[top * bytes_per_row : (top + count) * bytes_per_row]


def printable(dots: bytes, printer: Printer) -> bytes:
    """Replaces bytes that the printer misreads as commands; this moves a dot or two."""
    forbidden, allowed = (
        b"".join(map(bytes.fromhex, side)) for side in (printer.forbidden, printer.forbidden.values())
    )
    return dots.translate(bytes.maketrans(forbidden, allowed))


def feed(printer: Printer) -> bytes:
    """Feeds paper until the end of the sticker has passed the tear bar."""
    dots = printer.feed_mm / MM_PER_INCH * printer.dpi
    lines = ceil(dots / 255)  # a line is at most 255 dots
    return LINE_SPACING + bytes([ceil(dots / lines)]) + LINE_FEED * lines if lines else b""
