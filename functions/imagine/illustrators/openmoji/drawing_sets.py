"""The sets of drawings: their units, their line width, and whom to name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DrawingSet:
    title: str
    author: str
    licence: str
    "SPDX"
    source: str
    unit: float
    "Of the set, in units of the 72×72 view box."
    left: float
    "Of the set's origin, in the view box."
    top: float
    is_upwards: bool = False
    "Whether its y axis points up, as in fonts."
    line_width: float = 0
    "Of the outline itself, in the set's units."
    is_silhouette: bool = False
    "Filled shapes, whose edge is drawn instead."
    digits: int = 0
    "Decimals of a traced silhouette."

    @property
    def transform(self) -> str:
        """SVG: from the set's units to the view box."""
        return f"matrix({self.unit} 0 0 {-self.unit if self.is_upwards else self.unit} {self.left} {self.top})"

    def from_view_box(self, x: float, y: float) -> tuple[float, float]:
        down = (y - self.top) / self.unit
        across = (x - self.left) / self.unit
        return round(across, self.digits), round(-down if self.is_upwards else down, self.digits)


SETS = {
    "noto": DrawingSet(
        "Noto Emoji",
        "Google LLC",
        "OFL-1.1",
        "https://github.com/googlefonts/noto-emoji",
        unit=0.03,
        left=-3,
        top=57,
        is_upwards=True,
        line_width=42,
    ),
    "game-icons": DrawingSet(
        "Game-icons.net",
        "the authors named per icon",
        "CC-BY-3.0",
        "https://game-icons.net",
        unit=0.125,
        left=4,
        top=4,
        is_silhouette=True,
    ),
    "mdi": DrawingSet(
        "Material Design Icons",
        "the Pictogrammers",
        "Apache-2.0",
        "https://pictogrammers.com/library/mdi/",
        unit=2.75,
        left=3,
        top=3,
        digits=1,
        is_silhouette=True,
    ),
}
