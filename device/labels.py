"""ZPL and TSPL interpreters for the virtual label printers: one label with one picture to rows of dots.

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
    match = _ZPL.fullmatch(sent)
    if not match:
        raise StickerDamaged("this is not a ZPL label with one Z64 picture")
    total, bytes_a_row, text, crc = match.groups()
    if binascii.crc_hqx(text, 0) != int(crc, 16):
        raise StickerDamaged("the picture's CRC does not match")
    return _rows(zlib.decompress(base64.b64decode(text)), int(total), int(bytes_a_row))


def tspl(sent: bytes, width: int) -> list[bytes]:
    """Raises StickerDamaged."""
    match = _TSPL.fullmatch(sent)
    if not match:
        raise StickerDamaged("this is not a TSPL label with one bitmap")
    bytes_a_row, down, dots = match.groups()
    black = bytes(byte ^ 0xFF for byte in dots)
    return _rows(black, int(bytes_a_row) * int(down), int(bytes_a_row))


def raw(sent: bytes, width: int) -> list[bytes]:
    """Rows of dots without commands, as wide as the image message says. Raises StickerDamaged."""
    return _rows(sent, len(sent), width // 8)


def _rows(dots: bytes, total: int, bytes_a_row: int) -> list[bytes]:
    if len(dots) != total or not bytes_a_row or total % bytes_a_row:
        raise StickerDamaged(f"{len(dots)} bytes of dots in rows of {bytes_a_row}; expected {total}")
    return [dots[start : start + bytes_a_row] for start in range(0, total, bytes_a_row)]
