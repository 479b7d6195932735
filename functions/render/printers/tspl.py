"""TSPL, the language of TSC's and many shipping label printers. Lines of text end with CR LF:

    SIZE w mm,h mm               the label
    GAP g mm,0 mm                between labels; 0 for a roll without gaps
    DENSITY n                    1 light to 15 dark
    SPEED n                      inches per second
    CLS                          clears the image buffer
    BITMAP 0,0,x,y,0,rows…       x bytes per row, y rows; 0 IS BLACK, unlike ESC/POS and ZPL
    PRINT 1,1                    one copy

Source: the TSPL/TSPL2 programming manual. For the polarity: LPrint's lprint-tspl.c, which sends luminance (0 is black),
and github.com/farminos/open-escpos-print-service pull request 13 ("a 0 bit burns", tested on a printer).
"""

from PIL import Image

from functions.render.printers.labels import inches_per_second, label_dots, millimetres
from stikadoo.execution import Printer


def commands(dots: Image.Image, printer: Printer) -> bytes:
    lines = [
        f"SIZE {millimetres(dots.width, printer)} mm,{millimetres(label_dots(dots, printer), printer)} mm",
        f"GAP {printer.gap_mm} mm,0 mm",
        *([f"DENSITY {printer.density}"] if printer.density else []),
        f"SPEED {inches_per_second(printer)}",
        "CLS",
        f"BITMAP 0,0,{dots.width // 8},{dots.height},0,",
    ]
    return "\r\n".join(lines).encode() + dots.tobytes() + b"\r\nPRINT 1,1\r\n"
