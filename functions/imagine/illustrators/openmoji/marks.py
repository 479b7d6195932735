"""Small drawings of our own, in the 72×72 view box of OpenMoji's: what comics draw beside a figure, and costumes.

A mark is named like a drawing of the catalogue. Apache-2.0, like the code.
"""

from __future__ import annotations

from functions.imagine.illustrators.openmoji.catalogue import Box, Emoji, Kind
from functions.imagine.illustrators.openmoji.linework import linework

_LINE = 'fill="none" stroke="#000" stroke-width="{w:.2f}" stroke-linecap="round" stroke-linejoin="round"'
_SHAPE = 'fill="#fff" stroke="#000" stroke-width="{w:.2f}" stroke-linecap="round" stroke-linejoin="round"'


def _line(path: str) -> str:
    return f'<path d="{path}" {_LINE}/>'


def _shape(path: str) -> str:
    return f'<path d="{path}" {_SHAPE}/>'


_SVG = {
    "zzz": _line("M8 52h16L8 68h16M28 32h14L28 46h14M48 12h12L48 24h12"),
    "speed lines": _line("M4 14h40M16 28h36M4 42h44M20 56h28"),
    "hop lines": _line("M12 8c4 8 4 14 0 22M36 14v22M60 8c-4 8-4 14 0 22"),
    "sway lines": _line("M10 10c-6 8-6 16 0 24M22 16c-4 6-4 8 0 14"),
    "sway lines right": _line("M22 10c6 8 6 16 0 24M10 16c4 6 4 8 0 14"),
    "bubble tail": _shape("M26 8a7 7 0 1 0 .1 0z") + _shape("M10 26a4 4 0 1 0 .1 0z"),
    "tears": _shape("M10 8c6 9 7 11 7 15a7 7 0 0 1-14 0c0-4 1-6 7-15z"),
    "puff": _shape("M14 30a8 8 0 0 1 4-15 11 11 0 0 1 20-3 9 9 0 0 1 10 13 8 8 0 0 1-6 13H18a8 8 0 0 1-4-8z"),
    "water": '<path fill="#fff" d="M0 14c6-8 12-8 18 0 6-8 12-8 18 0 6-8 12-8 18 0 6-8 12-8 18 0v24H0z"/>'
    + _line("M0 14c6-8 12-8 18 0 6-8 12-8 18 0 6-8 12-8 18 0 6-8 12-8 18 0")
    + _line("M6 26c4-5 8-5 12 0M42 26c4-5 8-5 12 0M22 36c4-5 8-5 12 0M58 36c4-5 8-5 12 0"),
    "waves": _line("M0 14c6-8 12-8 18 0 6-8 12-8 18 0 6-8 12-8 18 0 6-8 12-8 18 0"),
    "surfboard": _shape("M2 14C16 4 56 4 70 8 60 20 22 24 2 14z") + _line("M14 14c16 1 32-1 46-5"),
    "ground": _line("M0 8h72"),
    "snow ground": _shape("M0 16c10-10 20-8 28-4 10-8 24-8 44 2v10H0z"),
    "grass": _line("M0 20h72M6 20l3-12 3 12M22 20l2-9 4 9M40 20l3-12 3 12M58 20l2-9 4 9"),
    "sand": _line("M0 14c12-8 24-8 36 0s24 8 36 0M10 24h2M30 26h2M52 26h2M64 22h2"),
    "moon ground": _shape("M0 40C14 6 58 6 72 40z")
    + _shape("M22 28a5 3 0 1 0 .1 0z")
    + _shape("M44 22a4 2.4 0 1 0 .1 0z")
    + _shape("M54 32a3 2 0 1 0 .1 0z"),
    "hole": '<ellipse cx="36" cy="20" rx="32" ry="9"/>',
    "puddle": _shape("M6 20c0-8 14-8 18-10 8-4 26-2 30 2 14 2 16 12 2 14-10 6-34 6-40 0-6 0-10-2-10-6z")
    + _line("M22 20c6-2 10-2 14 0M40 24c4-2 8-2 10 0"),
    "horn": _shape("M22 66 36 4l14 62z") + _line("M27 48l20-5M31 32l13-3"),
    "cape": _shape("M26 6h20c10 18 18 40 22 60-14-6-22 4-32-2-10 6-18-4-32 2C8 46 16 24 26 6z"),
    "halo": _shape("M36 8c18 0 30 5 30 11s-12 11-30 11S6 25 6 19 18 8 36 8z")
    + _shape("M36 15c10 0 18 2 18 4s-8 4-18 4-18-2-18-4 8-4 18-4z"),
    "party hat": _shape("M14 66 36 12l22 54c-14 6-30 6-44 0z")
    + _shape("M36 4a6 6 0 1 0 .1 0z")
    + _line("M24 46c8 6 16 2 20-4M18 58c12 6 26 4 34-6"),
    "witch hat": _shape(
        "M2 60c8-6 12-8 18-10C26 34 30 18 44 4c4 10 2 12-2 14 4 12 6 20 10 32 8 2 12 4 18 10-20 8-48 8-68 0z"
    )
    + _line("M20 50c10 5 22 5 32 0"),
    "pirate hat": _shape("M4 58C6 38 12 28 22 26c4-10 24-10 28 0 10 2 16 12 18 32-20-10-44-10-64 0z")
    + '<circle cx="36" cy="34" r="6"/>'
    + _line("M26 30l20 16M46 30 26 46"),
    "santa hat": _shape("M10 52C16 26 30 8 44 12c10 2 16 16 18 26-8-8-14-10-18-8 6 6 8 14 8 22z")
    + _shape("M8 50h46a5 5 0 0 1 0 12H8a5 5 0 0 1 0-12z")
    + _shape("M62 36a6 6 0 1 0 .1 0z"),
    "chef hat": _shape("M18 64V40C4 38 4 18 20 18c4-14 28-14 32 0 16 0 16 20 2 22v24z")
    + _line("M18 54h36M30 40v6M42 40v6"),
    "antenna": _line("M36 66V20") + '<circle cx="36" cy="12" r="8"/>' + _line("M20 66h32"),
    "space helmet": f'<circle cx="36" cy="36" r="34" {_LINE}/>' + _line("M14 28c2-7 7-12 13-14"),
    "eye patch": '<ellipse cx="36" cy="40" rx="20" ry="18"/>' + _line("M2 22l68 12"),
    "ninja band": '<path d="M4 28h64v14H4z"/>' + _line("M68 35l-0 0M66 34l6-12M66 36l6 10"),
    "fight cloud": _shape(
        "M36 4l7 15 15-9-4 16 16 3-13 9 11 12-16-1 2 16-13-10-9 14-5-16-15 7 5-16-15-4 14-9L5 18l17 3-1-15z"
    ),
}
_BOXES = {
    "zzz": (8, 12, 60, 68), "speed lines": (4, 14, 52, 56), "hop lines": (12, 8, 60, 36), "sway lines": (5, 10, 22, 34),
    "sway lines right": (10, 10, 27, 34), "bubble tail": (6, 8, 33, 34), "tears": (3, 8, 17, 30),
    "puff": (8, 7, 54, 38), "water": (0, 8, 72, 38), "waves": (0, 8, 72, 14), "surfboard": (2, 6, 70, 20),
    "ground": (0, 7, 72, 9), "snow ground": (0, 7, 72, 24), "grass": (0, 8, 72, 20), "sand": (0, 8, 72, 27),
    "moon ground": (0, 14, 72, 40), "hole": (4, 11, 68, 29), "puddle": (6, 9, 66, 31), "horn": (22, 4, 50, 66),
    "cape": (4, 6, 68, 66), "halo": (6, 8, 66, 30), "party hat": (14, 4, 58, 70), "witch hat": (2, 4, 70, 66),
    "pirate hat": (4, 18, 68, 58), "santa hat": (3, 12, 68, 62), "chef hat": (8, 8, 64, 64), "antenna": (20, 4, 52, 66),
    "space helmet": (2, 2, 70, 70), "eye patch": (2, 22, 70, 58), "ninja band": (4, 22, 72, 46),
    "fight cloud": (2, 4, 70, 69),
}  # fmt: skip
"Without the width of the lines, which is added."

_WORN = frozenset({"party hat", "witch hat", "pirate hat", "santa hat", "chef hat", "cape", "halo", "horn"})


def _mark(name: str) -> Emoji:
    left, top, right, bottom = _BOXES[name]
    box = Box(left - 1, top - 1, right + 1, bottom + 1)
    return Emoji(f"mark {name}", Kind.WEAR if name in _WORN else Kind.THING, name, box, frozenset())


MARKS = {name: _mark(name) for name in _SVG}


def is_mark(emoji: Emoji) -> bool:
    return MARKS.get(emoji.name) == emoji


def shapes(emoji: Emoji, bolder: float = 1) -> str:
    """SVG elements in the 72×72 view box, of a mark or of a drawing of the catalogue."""
    if is_mark(emoji):
        return _SVG[emoji.name].format(w=2 * bolder)
    return linework(emoji.hexcode, bolder)
