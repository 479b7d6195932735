"""Draws a placed picture in SVG. Stripes and spots fill the white shapes; a black drawing has white lines."""

import re

from functions.imagine.illustrators.openmoji.groups import Placed
from functions.imagine.illustrators.openmoji.marks import shapes
from functions.imagine.illustrators.openmoji.outlines import outlines
from functions.imagine.illustrators.openmoji.scene import Pattern

_TILES = {
    Pattern.STRIPED: '<rect width="26" height="26" fill="#fff"/><rect width="9" height="26"/>',
    Pattern.SPOTTED: '<rect width="26" height="26" fill="#fff"/><circle cx="8" cy="8" r="6"/>',
}
"In pixels of the sticker: the same on every size of drawing."

_WHITE_SHAPE = re.compile(r'(?<!stroke="#fff" )fill="#fff"(?! stroke="#fff")')
"Without white strokes, whose shapes are open."


def drawn(placed: Placed, bolder: float) -> str:
    svg = shapes(placed.emoji, bolder)
    if placed.pattern is None:
        return svg
    outline = outlines().get(placed.emoji.hexcode)
    scale = placed.scale * (outline.set.unit if outline else 1)
    return _swapped(svg) if placed.pattern is Pattern.BLACK else _filled(svg, placed.pattern, scale)


def _swapped(svg: str) -> str:
    svg = svg.replace('"#000000"', '"#000"').replace('"black"', '"#000"')
    return svg.replace('"#000"', '"#aaa"').replace('"#fff"', '"#000"').replace('"#aaa"', '"#fff"')


def _filled(svg: str, pattern: Pattern, scale: float) -> str:
    """A pattern in the drawing's own units, which are `scale` pixels long."""
    name = f"{pattern}-{scale:.3f}"
    size = f'width="26" height="26" patternUnits="userSpaceOnUse" patternTransform="rotate(20) scale({1 / scale:.4f})"'
    definition = f'<defs><pattern id="{name}" {size}>{_TILES[pattern]}</pattern></defs>'
    return definition + _WHITE_SHAPE.sub(f'fill="url(#{name})"', svg)
