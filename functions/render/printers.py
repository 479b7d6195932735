"""Black and white dots become a printer's bytes. One row a command language; a new language is a class and a row.

ESC/POS, of which the Stikadoo device speaks a part:

    1B 40                                reset
    1D 76 30 00 xL xH yL yH rows…        raster: x bytes a row, y rows, leftmost dot in the highest bit, 1 is black
    1B 33 n                              a line feed is n dots from now on
    0A                                   line feed

Source: the manuals' "GS v 0" and "ESC 3". python-escpos would write the one command that matters, with the same bytes
(the tests compare them), but takes a quarter of a second to import and brings QR codes, barcodes and YAML into the zip.
"""

from dataclasses import dataclass
from math import ceil
from typing import Protocol

from PIL import Image

from functions.render.raster import packed

RESET = b"\x1b\x40"
RASTER = b"\x1d\x76\x30\x00"
LINE_SPACING = b"\x1b\x33"
LINE_FEED = b"\n"

MM_PER_INCH = 25.4


class PrinterLanguage(Protocol):
    def encode(self, dots: Image.Image, dpi: int) -> bytes:
        """All a printer must be sent to print these dots and stand ready to be torn."""
        ...


@dataclass(frozen=True)
class EscPos:
    max_block_rows: int
    "rows one raster command may have"
    tear_off_mm: float
    "paper between the print head and the edge it is torn at"

    def encode(self, dots: Image.Image, dpi: int) -> bytes:
        return RESET + self._rasters(dots) + self._feed(dpi)

    def _rasters(self, dots: Image.Image) -> bytes:
        rows, bytes_a_row = packed(dots), dots.width // 8
        blocks = []
        for top in range(0, dots.height, self.max_block_rows):
            count = min(self.max_block_rows, dots.height - top)
            header = RASTER + bytes_a_row.to_bytes(2, "little") + count.to_bytes(2, "little")
            blocks.append(header + rows[top * bytes_a_row : (top + count) * bytes_a_row])
        return b"".join(blocks)

    def _feed(self, dpi: int) -> bytes:
        dots = self.tear_off_mm / MM_PER_INCH * dpi
        lines = ceil(dots / 255)  # a line is at most 255 dots
        return LINE_SPACING + bytes([ceil(dots / lines)]) + LINE_FEED * lines


LANGUAGES: dict[str, PrinterLanguage] = {
    # 255 rows: some printers read only yL and print the rest as text (ReceiptPrinterEncoder issue 16); shorter blocks
    # would leave gaps on others (python-escpos issue 662). 12 mm is assumed: nobody has measured a Stikadoo.
    "escpos": EscPos(max_block_rows=255, tear_off_mm=12),
}
"By Printer.language."
