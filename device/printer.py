"""The printed dots as a 1-bit PNG, from the bytes sent to a printer; without the paper fed after them."""

import io
from collections.abc import Callable, Mapping

from PIL import Image, UnidentifiedImageError

from device import escpos, labels
from device.errors import StickerDamaged
from stikadoo.printers import Language

PRINTERS: Mapping[str, Callable[[bytes, int], list[bytes]]] = {
    "escpos": escpos.stikadoo,
    "escpos-column": escpos.column,
    "phomemo": escpos.phomemo,
    "zpl": labels.zpl,
    "tspl": labels.tspl,
    "raw": labels.raw,
}
"By language: (bytes, image width in dots) → rows of eight dots a byte; 1 is black."


def printed(sent: bytes, language: Language = "escpos", width: int = 384) -> bytes:
    """Raises StickerDamaged for bytes that this printer would not print as a picture."""
    if language == "png":
        return _checked(sent)
    return _png(PRINTERS[language](sent, width))


def _checked(png: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
            opened.load()
            mode = opened.mode
    except (UnidentifiedImageError, OSError) as exc:
        raise StickerDamaged("this is not a PNG") from exc
    if mode != "1":
        raise StickerDamaged("the PNG has more than one bit a dot")
    return png


def _png(rows: list[bytes]) -> bytes:
    if len({len(row) for row in rows}) != 1:
        raise StickerDamaged("its rows differ in width")
    size = (len(rows[0]) * 8, len(rows))
    paper = Image.frombytes("1", size, bytes(~byte & 0xFF for row in rows for byte in row))
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()
