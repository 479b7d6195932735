"""An arrangement becomes a picture: black on opaque white, as wide as every picture, as high as it needs to be."""

import io

import resvg_py
from PIL import Image

from functions.imagine.illustrators.openmoji.arrangement import Group, Placed
from functions.imagine.illustrators.openmoji.linework import linework

SIDE = 768
"pixels: twice the dots of a 48 mm printing width"

MARGIN = 24
"pixels; a line is up to 14 thick, half of it beyond the middle that the ink box was measured by"


THINNEST = 7
"pixels a line: 3.5 dots, which a thermal printer prints without gaps"

_LINE = 2
"units of the view box"


def drawn(group: Group) -> Image.Image:
    """Greyscale."""
    room = SIDE - 2 * MARGIN
    zoom = room / max(group.width, group.height)
    height = round(group.height * zoom) + 2 * MARGIN
    left = (SIDE - group.width * zoom) / 2
    shapes = "".join(_shape(one.moved(left, MARGIN, zoom)) for one in group.placed)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{height}">{shapes}</svg>'
    rendered = resvg_py.svg_to_bytes(svg_string=svg, background="white", skip_system_fonts=True)
    return Image.open(io.BytesIO(rendered)).convert("L")


def _shape(one: Placed) -> str:
    ink = one.emoji.ink
    x, y = one.left - ink.left * one.scale, one.top - ink.top * one.scale
    lines = linework(one.emoji.hexcode, bolder=max(1, THINNEST / (_LINE * one.scale)))
    return f'<g transform="translate({x:.3f} {y:.3f}) scale({one.scale:.4f})">{lines}</g>'
