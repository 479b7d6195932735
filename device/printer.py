"""The printer's bytes become the dots on its paper: a 1-bit PNG, without what is fed after it."""

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
"By language: bytes, and the image's width in dots, become rows of eight dots a byte, 1 is black."


def printed(sent: bytes, language: Language = "escpos", width: int = 384) -> bytes:
    """Raises StickerDamaged for what this printer would print as rubbish."""
    if language == "png":
        return _checked(sent)
    return _png(PRINTERS[language](sent, width))


def _checked(png: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
            opened.load()
            mode = opened.mode
    except (UnidentifiedImageError, OSError) as exc:
        raise StickerDamaged("this is no PNG") from exc
    if mode != "1":
        raise StickerDamaged("the PNG has more than one bit a dot")
    return png


def _png(rows: list[bytes]) -> bytes:
    if len({len(row) for row in rows}) != 1:
        raise StickerDamaged("its rows have no one width")
    size = (len(rows[0]) * 8, len(rows))
    paper = Image.frombytes("1", size, bytes(~byte & 0xFF for row in rows for byte in row))
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()
