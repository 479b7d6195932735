"""Black and white dots become all that a printer must be sent. One file a command language; a new one is also a row.

python-escpos would write most of the ESC/POS bytes, the same ones (the tests compare them), and zebrafy those of ZPL
(it reads them back in the tests); but the one takes a quarter of a second to import and brings QR codes and YAML, the
other brings a PDF reader of 7 MB, and each writes a single command.
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
    """In the printer's language; afterwards the sticker can be torn off, and another be printed."""
    return LANGUAGES[printer.language](dots, printer)
