"""ZPL and TSPL become the rows of dots they print: the virtual device's label printers, one label, one picture.

Sources: the ZPL II programming guide, "^GF" with Z64; the TSPL manual, "BITMAP", where 0 is black.
"""

import base64
import binascii
import re
import zlib

from device.errors import StickerDamaged

_ZPL = re.compile(
    rb"(?:~SD\d\d)?\^XA\^MN[YN]\^PW\d+\^LL\d+\^PR\d+\^FO0,0\^GFA,\d+,(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})"
    rb"\^FS\^PQ1\^XZ\s*"
)
_TSPL = re.compile(
    rb"(?:(?:SIZE|GAP|DENSITY|SPEED) [^\r\n]+\r\n)+CLS\r\nBITMAP 0,0,(\d+),(\d+),0,(.*)\r\nPRINT 1,1\r\n", re.DOTALL
)


def zpl(sent: bytes, width: int) -> list[bytes]:
    """Raises StickerDamaged."""
    found = _ZPL.fullmatch(sent)
    if not found:
        raise StickerDamaged("this is no label with one Z64 picture")
    total, across, text, crc = found.groups()
    if binascii.crc_hqx(text, 0) != int(crc, 16):
        raise StickerDamaged("the picture's CRC is another")
    return _rows(zlib.decompress(base64.b64decode(text)), int(total), int(across))


def tspl(sent: bytes, width: int) -> list[bytes]:
    """Raises StickerDamaged."""
    found = _TSPL.fullmatch(sent)
    if not found:
        raise StickerDamaged("this is no label with one bitmap")
    across, down, dots = found.groups()
    black = bytes(byte ^ 0xFF for byte in dots)
    return _rows(black, int(across) * int(down), int(across))


def raw(sent: bytes, width: int) -> list[bytes]:
    """Nothing but rows, as wide as the image message says. Raises StickerDamaged."""
    return _rows(sent, len(sent), width // 8)


def _rows(dots: bytes, total: int, across: int) -> list[bytes]:
    if len(dots) != total or not across or total % across:
        raise StickerDamaged(f"{len(dots)} bytes of dots, in rows of {across}, where {total} are told")
    return [dots[start : start + across] for start in range(0, total, across)]
