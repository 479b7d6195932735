"""The printer's bytes become the dots on its paper: the virtual device's thermal printer.

It knows the commands that the Stikadoo device's printer knows and refuses any other, as a printer would print those as
rubbish. Source: docs/protocol.md, "The printer".
"""

import io

from PIL import Image

from cli.device.sticker import StickerDamaged


def printed(escpos: bytes) -> bytes:
    """A 1-bit PNG of what comes out, without the paper fed after it. Raises StickerDamaged naming the offset."""
    rows: list[bytes] = []
    at = 0
    while at < len(escpos):
        if escpos.startswith(b"\x1b\x40", at):
            at += 2
        elif escpos.startswith((b"\x1b\x33", b"\x1b\x61"), at):
            at += 3
        elif escpos.startswith((b"\n", b"\x1b\x69", b"\x1b\x6d"), at):
            at += 1 if escpos[at] == 0x0A else 2
        elif escpos.startswith(b"\x1d\x76\x30\x00", at):
            at = _raster(escpos, at + 4, rows)
        else:
            raise StickerDamaged(f"byte {at} begins no command of this printer: {escpos[at : at + 4].hex(' ')}")
    return _png(rows)


def _raster(escpos: bytes, at: int, rows: list[bytes]) -> int:
    """Adds the rows of one raster command; returns where the next command begins."""
    bytes_a_row = int.from_bytes(escpos[at : at + 2], "little")
    count = int.from_bytes(escpos[at + 2 : at + 4], "little")
    start, end = at + 4, at + 4 + bytes_a_row * count
    if end > len(escpos) or not bytes_a_row:
        raise StickerDamaged(f"the raster at byte {at - 4} is cut off")
    rows += [escpos[row : row + bytes_a_row] for row in range(start, end, bytes_a_row)]
    return end


def _png(rows: list[bytes]) -> bytes:
    if len({len(row) for row in rows}) != 1:
        raise StickerDamaged("its rows have no one width")
    size = (len(rows[0]) * 8, len(rows))
    paper = Image.frombytes("1", size, bytes(~byte & 0xFF for row in rows for byte in row))
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()
