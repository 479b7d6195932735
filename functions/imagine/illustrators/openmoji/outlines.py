"""Drawings from other sets than OpenMoji, as outlines: outlines.tsv, in the order of the catalogue.

One row per drawing: hexcode · set · white shape · outline, both as SVG path data in the set's own units. The white
shape hides what is behind the drawing. tests/drawings/build_outlines.py writes the table; drawing_sets.py describes the
sets.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from functions.imagine.illustrators.openmoji.drawing_sets import SETS, DrawingSet

TABLE = Path(__file__).with_name("outlines.tsv")
LINE = 2
"units of the 72×72 view box: OpenMoji's line width"


@dataclass(frozen=True)
class Outline:
    set: DrawingSet
    shape: str
    path: str

    def svg(self, bolder: float = 1) -> str:
        """SVG elements in the 72×72 view box; lines are LINE units wide, times `bolder`, but not thinner than drawn."""
        width = max(0, LINE * bolder / self.set.unit - self.set.line_width)
        fill = "#fff" if self.set.is_silhouette else "#000"
        return (
            f'<g transform="{self.set.transform}"><path d="{self.shape}" fill="#fff"/><path d="{self.path}" '
            f'fill="{fill}" stroke="#000" stroke-width="{width:.1f}" stroke-linejoin="round"/></g>'
        )


@cache
def outlines() -> dict[str, Outline]:
    """By hexcode, read once per process."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {hexcode: Outline(SETS[name], shape, path) for hexcode, name, shape, path in rows}
