"""Rasterises an arrangement: black on opaque white, SIDE pixels wide and as high as needed."""

import io
from collections.abc import Sequence

import resvg_py
from PIL import Image

from functions.imagine.illustrators.openmoji.groups import Group, Placed
from functions.imagine.illustrators.openmoji.outlines import LINE
from functions.imagine.illustrators.openmoji.patterns import drawn

SIDE = 768
"pixels: twice the dots across 48 mm of paper"

MARGIN = 24
"pixels: lines are up to 14 wide, and half of that can lie outside the measured ink box"

MIN_LINE = 7
"pixels wide: 3.5 dots, which a thermal printer prints without gaps"

LIGHTEST = 1.3
"units of the view box: the thinnest lines of Noto Emoji"


def rasterized(group: Group) -> Image.Image:
    """In grey."""
    available = SIDE - 2 * MARGIN
    zoom = available / max(group.width, group.height)
    height = round(group.height * zoom) + 2 * MARGIN
    left = (SIDE - group.width * zoom) / 2
    scaled = [placed.moved(left, MARGIN, zoom) for placed in group.placed]
    shapes = "".join(_shape(placed, _line_width(scaled)) for placed in scaled)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{height}">{shapes}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, background="white", skip_system_fonts=True)
    return Image.open(io.BytesIO(png)).convert("L")


def _line_width(placed: Sequence[Placed]) -> float:
    """In pixels, the same for all drawings of a sticker: right for the smallest, unless too thin for the others."""
    scales = [one.scale for one in placed]
    return max(MIN_LINE, LINE * min(scales), LIGHTEST * max(scales))


def _shape(placed: Placed, line_width: float) -> str:
    ink = placed.emoji.ink
    x, y = placed.left - ink.left * placed.scale, placed.top - ink.top * placed.scale
    lines = drawn(placed, bolder=line_width / (LINE * placed.scale))
    return f'<g transform="translate({x:.3f} {y:.3f}) scale({placed.scale:.4f})">{lines}</g>'
