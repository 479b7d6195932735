"""`make drawings`: renders docs/drawings-noto.png and docs/drawings-icons.png: drawings of other sets.

On the first sheet OpenMoji's drawing is at the left of each pair and Noto's, which is drawn, at the right. Whoever
prefers the left one removes its name from noto.txt.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw, ImageFont

from functions.imagine.illustrators.openmoji.catalogue import Emoji, catalogue
from functions.imagine.illustrators.openmoji.linework import linework, openmoji_linework
from functions.imagine.illustrators.openmoji.outlines import outlines

DOCS = Path(__file__).resolve().parents[2] / "docs"
SIDE, LABEL, GAP = 56, 12, 8
COLUMNS = 12


def sheet(emojis: Sequence[Emoji], *, with_openmoji: bool) -> Image.Image:
    cell = (2 if with_openmoji else 1) * SIDE + GAP
    columns = COLUMNS if with_openmoji else 2 * COLUMNS
    rows = -(-len(emojis) // columns)
    page = Image.new("L", (columns * cell, rows * (SIDE + LABEL)), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(9)
    for number, emoji in enumerate(emojis):
        left, top = number % columns * cell, number // columns * (SIDE + LABEL)
        if with_openmoji:
            page.paste(_drawn(openmoji_linework(emoji.hexcode)), (left, top))
        page.paste(_drawn(linework(emoji.hexcode)), (left + cell - SIDE - GAP, top))
        pen.text((left, top + SIDE - 1), emoji.name[: cell // 5], fill=0, font=font)
    return page.quantize(8)


def _drawn(elements: str) -> Image.Image:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">{elements}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, width=SIDE, background="white", skip_system_fonts=True)
    return Image.open(io.BytesIO(png)).convert("L")


if __name__ == "__main__":
    others = [emoji for emoji in catalogue().all if emoji.hexcode in outlines()]
    noto, icons = ([one for one in others if one.is_unicode is unicode] for unicode in (True, False))
    sheet(noto, with_openmoji=True).save(DOCS / "drawings-noto.png", optimize=True)
    sheet(icons, with_openmoji=False).save(DOCS / "drawings-icons.png", optimize=True)
