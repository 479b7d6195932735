"""The line art has the ink of OpenMoji's own black drawings, which are the line groups of the coloured ones alone."""

import io
import xml.etree.ElementTree as ET
from functools import cache

import pytest
import resvg_py
from PIL import Image, ImageChops

from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.linework import BLACK, DRAWINGS, FACES, openmoji_linework

NAMES = {emoji.hexcode: emoji.name for emoji in catalogue().all if emoji.is_unicode}


def ink(elements: str) -> Image.Image:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">{elements}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, width=72, background="white", skip_system_fonts=True)
    return Image.open(io.BytesIO(png)).convert("L").point(lambda grey: 255 if grey < 128 else 0)


def black_drawing(hexcode: str) -> str:
    """As helpers/lib/export-svg-black.js of OpenMoji makes black/svg."""
    groups = ET.parse(DRAWINGS / f"{hexcode}.svg").getroot()
    lines = (group for group in groups if group.get("id", "").startswith("line"))
    return "".join(ET.tostring(group, encoding="unicode") for group in lines)


@cache
def differences() -> dict[str, tuple[float, float]]:
    """By name: ink that is missing and ink that is too much, as shares of OpenMoji's own."""
    shares = {}
    for hexcode, name in NAMES.items():
        own, ours = ink(black_drawing(hexcode)), ink(openmoji_linework(hexcode).replace(FACES.get(hexcode, "\0"), ""))
        missing, surplus = (ImageChops.subtract(*pair).histogram()[255] for pair in ((own, ours), (ours, own)))
        total = own.histogram()[255]
        shares[name] = (missing / total, surplus / total)
    return shares


def test_no_line_is_lost() -> None:
    assert {name for name, (missing, _) in differences().items() if missing > 0.02} == set()


def test_only_the_drawings_of_the_table_are_blacker() -> None:
    assert {name for name, (_, surplus) in differences().items() if surplus > 0.01} == set(BLACK.values())


def test_the_table_of_black_drawings_names_them_as_the_catalogue_does() -> None:
    assert {code: NAMES[code] for code in BLACK} == BLACK


@pytest.mark.parametrize("hexcode", ["1F386", "1F6F9", "1F9C7"])
def test_lines_are_drawn_after_every_shape(hexcode: str) -> None:
    """fireworks, skateboard, waffle: line-supplement comes first in their files"""
    drawing = openmoji_linework(hexcode)
    assert drawing.rindex('fill="#fff"') < drawing.index('stroke="#000"')
