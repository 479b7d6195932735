"""Which drawings come from other sets than OpenMoji: noto.txt and icons.tsv, two tables to read and to change by hand.

noto.txt: names of the catalogue, one a line, that Noto Emoji draws better. icons.tsv: what neither has, from sets of
icons: set · file · kind · name · tags.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Icon:
    set: str
    file: str
    "Its name in the set, after its author's for game-icons."
    kind: str
    name: str
    tags: str

    @property
    def hexcode(self) -> str:
        """Its key among the hexcodes of emoji: it has none."""
        return f"{self.set}:{self.file.rpartition('/')[2]}"

    @property
    def author(self) -> str:
        """Empty if the set names none."""
        return self.file.rpartition("/")[0]


def noto_names() -> list[str]:
    lines = (HERE / "noto.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def icons() -> Iterator[Icon]:
    for line in (HERE / "icons.tsv").read_text(encoding="utf-8").splitlines():
        yield Icon(*line.split("\t"))
