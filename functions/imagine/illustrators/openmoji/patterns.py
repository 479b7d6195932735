"""Draws a placed picture in SVG. Stripes and spots fill the white shapes; a black drawing has white lines."""

import re

from functions.imagine.illustrators.openmoji.groups import Placed
from functions.imagine.illustrators.openmoji.marks import shapes
from functions.imagine.illustrators.openmoji.outlines import outlines
from functions.imagine.illustrators.openmoji.scene import Pattern

_STRIPES = """<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x2="26" spreadMethod="repeat"
 gradientTransform="rotate(20) scale({unit})"><stop stop-color="#000"/><stop offset="0.35" stop-color="#000"/><stop
 offset="0.35" stop-color="#fff"/><stop offset="1" stop-color="#fff"/></linearGradient>"""
_SPOTS = """<pattern id="{name}" width="36" height="36" patternUnits="userSpaceOnUse" patternTransform="scale({unit}
 {down})"><rect width="36" height="36" fill="#fff"/><circle cx="9" cy="9" r="6"/><circle cx="27" cy="27" r="6"/>
</pattern>"""
_FILLS = {Pattern.STRIPED: _STRIPES, Pattern.SPOTTED: _SPOTS}
"""In pixels of the sticker: the same on every size of drawing. resvg samples a rotated or mirrored tile bicubically,
which takes 0.2 s; for a gradient and most upright tiles it takes a tenth of that."""

_WHITE_SHAPE = re.compile(r'(?<!stroke="#fff" )fill="#fff"(?! stroke="#fff")')
"Without white strokes, whose shapes are open."


def drawn(placed: Placed, bolder: float) -> str:
    svg = shapes(placed.emoji, bolder)
    if placed.pattern is None:
        return svg
    return _swapped(svg) if placed.pattern is Pattern.BLACK else _filled(svg, placed)


def _swapped(svg: str) -> str:
    svg = svg.replace('"#000000"', '"#000"').replace('"black"', '"#000"')
    return svg.replace('"#000"', '"#aaa"').replace('"#fff"', '"#000"').replace('"#aaa"', '"#fff"')


def _filled(svg: str, placed: Placed) -> str:
    """A pattern in the drawing's own units, whose axis may point up. rasterize.py writes four digits of the scale."""
    outline = outlines().get(placed.emoji.hexcode)
    unit = 1 / (round(placed.scale, 4) * (outline.set.unit if outline else 1))
    down = -unit if outline and outline.set.is_upwards else unit
    name = f"{placed.pattern}-{unit}"
    definition = _FILLS[placed.pattern].format(name=name, unit=unit, down=down) if placed.pattern else ""
    return f"<defs>{definition}</defs>" + _WHITE_SHAPE.sub(f'fill="url(#{name})"', svg)
