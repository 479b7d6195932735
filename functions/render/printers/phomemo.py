"""Phomemo pocket printers (M02 and similar): ESC/POS rasters with a header and a footer:

    1B 40  1B 61 01              reset, centred
    1F 11 02 n                   density: 1 light, 2 medium, 4 dark
    1D 76 30 00 xL xH yL yH …    rasters, 255 rows at most; a byte 0A among the dots corrupts the picture
    1B 64 02  1B 64 02           feed two lines, twice
    1F 11 08 … 0E … 07 … 09      status queries that the vendor's app sends at the end; the answers are not used

The protocol is not published. Source: github.com/vivier/phomemo-tools, which recorded the app, and for the density
github.com/bitbank2/Thermal_Printer issue 69 and github.com/transcriptionstream/phomymo issue 2.
"""

from PIL import Image

from functions.render.printers.escpos import RESET, rasters
from stikadoo.execution import Printer

CENTRED = b"\x1b\x61\x01"
DENSITY = b"\x1f\x11\x02"
FEED = b"\x1b\x64\x02" * 2
QUERIES = b"\x1f\x11\x08\x1f\x11\x0e\x1f\x11\x07\x1f\x11\x09"


def commands(dots: Image.Image, printer: Printer) -> bytes:
    density = DENSITY + bytes([printer.density]) if printer.density else b""
    return RESET + CENTRED + density + b"".join(rasters(dots, printer)) + FEED + QUERIES
