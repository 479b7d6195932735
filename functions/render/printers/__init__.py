"""Printer commands for a sticker. One module and one row of LANGUAGES per command language.

python-escpos writes the same raster commands (the tests compare them), but takes a quarter of a second to import and
depends on QR code and YAML packages. zebrafy writes ZPL (the tests decode ours with it), but depends on a PDF reader of
7 MB. Each would replace a single command.
"""

from collections.abc import Callable, Mapping

from PIL import Image

from functions.render.printers import escpos, escpos_column, phomemo, png, raw, tspl, zpl
from stikadoo.execution import Printer
from stikadoo.printers import Language

LANGUAGES: Mapping[Language, Callable[[Image.Image, Printer], bytes]] = {
    "escpos": escpos.commands,
    "escpos-column": escpos_column.commands,
    "phomemo": phomemo.commands,
    "zpl": zpl.commands,
    "tspl": tspl.commands,
    "png": png.commands,
    "raw": raw.commands,
}


def commands(dots: Image.Image, printer: Printer) -> bytes:
    """In the printer's language, complete: the sticker can be torn off afterwards and the next one printed."""
    return LANGUAGES[printer.language](dots, printer)
