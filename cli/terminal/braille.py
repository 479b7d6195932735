"""Braille preview of a 1-bit sticker: eight dots a character.

A braille cell is two dots wide and four high; its dots are bits of U+2800 in the order of the Unicode chart
(left column 1 2 3 7, right column 4 5 6 8).
"""

import io

from PIL import Image

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


def braille(png: bytes, columns: int = 72) -> str:
    """Black dots are raised. Scales the sticker to the given columns and keeps its proportions."""
    with Image.open(io.BytesIO(png)) as sticker:
        grey = sticker.convert("L")
    width = columns * 2
    height = max(4, round(grey.height * width / grey.width / 4) * 4)
    black = grey.resize((width, height), Image.Resampling.BOX).point(lambda level: 255 if level < 160 else 0)
    dots = black.load()
    if dots is None:
        raise ValueError("the sticker has no dots")
    lines = []
    for top in range(0, height, 4):
        cells = []
        for left in range(0, width, 2):
            bits = sum(_BITS[x][y] for x in range(2) for y in range(4) if dots[left + x, top + y])
            cells.append(chr(0x2800 + bits))
        lines.append("".join(cells))
    return "\n".join(lines)
