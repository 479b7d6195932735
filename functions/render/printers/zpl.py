"""ZPL II, as Zebra's label printers speak it and many others:

    ~SD##                        darkness, 1 to 30
    ^XA … ^XZ                    one label
    ^MNN or ^MNY                 a roll without gaps, or labels with
    ^PW  ^LL                     the label's width and length in dots
    ^PR                          speed, in inches a second
    ^FO0,0^GFA,n,n,x,:Z64:…:…^FS n bytes of dots, x bytes a row, 1 is black: zlib, then base64, then its CRC
    ^PQ1                         once

The CRC is CCITT's, from 0, over the base64, four hex digits. Source: the ZPL II programming guide, "^GF" and "Z64".
"""

import zlib
from base64 import b64encode
from binascii import crc_hqx

from PIL import Image

from functions.render.printers.labels import inches_a_second, label_dots
from functions.render.raster import packed
from stikadoo.execution import Printer


def commands(dots: Image.Image, printer: Printer) -> bytes:
    rows = packed(dots)
    darkness = f"~SD{printer.density:02d}" if printer.density else ""
    media = f"^MN{'Y' if printer.gap_mm else 'N'}^PW{dots.width}^LL{label_dots(dots, printer)}"
    head = f"{darkness}^XA{media}^PR{inches_a_second(printer)}^FO0,0"
    field = f"^GFA,{len(rows)},{len(rows)},{dots.width // 8},".encode()
    return head.encode() + field + _z64(rows) + b"^FS^PQ1^XZ\n"


def _z64(rows: bytes) -> bytes:
    text = b64encode(zlib.compress(rows, 9))
    return b":Z64:%b:%04X" % (text, crc_hqx(text, 0))
