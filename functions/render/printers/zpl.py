"""ZPL II, the language of Zebra's and many other label printers:

    ~SD##                        darkness, 1 to 30
    ^XA … ^XZ                    one label
    ^MNN or ^MNY                 a roll without gaps, or labels with gaps
    ^PW  ^LL                     the label's width and length in dots
    ^PR                          speed, in inches per second
    ^FO0,0^GFA,n,n,x,:Z64:…:…^FS n bytes of dots, x bytes per row, 1 is black: zlib, base64, CRC
    ^PQ1                         one copy

The CRC is CRC-16-CCITT with initial value 0, over the base64, as four hex digits.
Source: the ZPL II programming guide, "^GF" and "Z64".
"""

import zlib
from base64 import b64encode
from binascii import crc_hqx

from PIL import Image

from functions.render.printers.labels import inches_per_second, label_dots
from functions.render.printers.raw import packed
from stikadoo.execution import Printer


def commands(dots: Image.Image, printer: Printer) -> bytes:
    rows = packed(dots)
    darkness = f"~SD{printer.density:02d}" if printer.density else ""
    media = f"^MN{'Y' if printer.gap_mm else 'N'}^PW{dots.width}^LL{label_dots(dots, printer)}"
    head = f"{darkness}^XA{media}^PR{inches_per_second(printer)}^FO0,0"
    field = f"^GFA,{len(rows)},{len(rows)},{dots.width // 8},".encode()
    return head.encode() + field + _z64(rows) + b"^FS^PQ1^XZ\n"


def _z64(rows: bytes) -> bytes:
    text = b64encode(zlib.compress(rows, 9))
    return b":Z64:%b:%04X" % (text, crc_hqx(text, 0))
