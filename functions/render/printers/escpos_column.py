"""ESC/POS with column images, an older command, for printers that print garbage for a raster:

    1B 33 18                     line spacing of 24 dots: the bands join
    1B 2A 21 nL nH columns…      n columns of 24 dots, 3 bytes each, the topmost dot in the highest bit, 1 is black
    0A                           prints the columns

Source: "ESC *" in the ESC/POS manuals, mode 33 (24 dots, double density). The last band is padded with white.
"""

from PIL import Image

from functions.render.printers.escpos import LINE_FEED, LINE_SPACING, RESET, feed, printable
from functions.render.printers.raw import packed
from stikadoo.execution import Printer

BAND = 24
"dots high: by the mode, and the line spacing"

COLUMNS = b"\x1b\x2a\x21"


def commands(dots: Image.Image, printer: Printer) -> bytes:
    bands = [_band(dots, top, printer) for top in range(0, dots.height, BAND)]
    return RESET + LINE_SPACING + bytes([BAND]) + b"".join(bands) + feed(printer)


def _band(dots: Image.Image, top: int, printer: Printer) -> bytes:
    band = Image.new("1", (dots.width, BAND), 255)
    band.paste(dots.crop((0, top, dots.width, min(top + BAND, dots.height))))
    columns = packed(band.transpose(Image.Transpose.TRANSPOSE))  # its rows are the columns
    return COLUMNS + dots.width.to_bytes(2, "little") + printable(columns, printer) + LINE_FEED
