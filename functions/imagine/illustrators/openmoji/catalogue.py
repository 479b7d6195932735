"""The catalogue of pictures, by name: OpenMoji's, and icons of what OpenMoji has not.

One row of pictures.tsv per picture: hexcode · kind · annotation · ink box · tags. build_catalogue.py writes it.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("pictures.tsv")


class Kind(StrEnum):
    """What a picture shows. It decides the position beside others."""

    ANIMAL = "animal"
    BEING = "being"
    "A robot, a fairy, a ghost."
    VEHICLE = "vehicle"
    FOOD = "food"
    PLANT = "plant"
    PLACE = "place"
    SKY = "sky"
    THING = "thing"
    WEAR = "wear"
    PERSON = "person"
    BODY = "body"
    FEELING = "feeling"
    SIGN = "sign"


@dataclass(frozen=True)
class Box:
    """The bounding box of a drawing's ink, in units of its 72×72 view box."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Emoji:
    hexcode: str
    "Of an emoji; set:name of a drawing that is none."
    kind: Kind
    name: str
    "OpenMoji's annotation, or the name in icons.tsv."
    ink: Box
    tags: frozenset[str]

    @property
    def is_unicode(self) -> bool:
        return ":" not in self.hexcode

    def __str__(self) -> str:
        return self.name


def words(text: str) -> tuple[str, ...]:
    """Lower case, without accents, punctuation and possessives: «A T-Rex's piñata!» → a t rex pinata."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("'s ", " "))
    kept = (char for char in plain if not unicodedata.combining(char) and char != "'")
    return tuple("".join(char if char.isalnum() else " " for char in kept).split())


@dataclass(frozen=True, eq=False)
class Catalogue:
    all: tuple[Emoji, ...]
    named: dict[tuple[str, ...], Emoji]


@cache
def catalogue() -> Catalogue:
    """Read once per process."""
    emojis = tuple(_emoji(line) for line in TABLE.read_text(encoding="utf-8").splitlines())
    named: dict[tuple[str, ...], Emoji] = {}
    for emoji in emojis:
        named.setdefault(words(emoji.name), emoji)
    return Catalogue(emojis, named)


def _emoji(line: str) -> Emoji:
    hexcode, kind, name, edges, tags = line.split("\t")
    return Emoji(hexcode, Kind(kind), name, Box(*map(float, edges.split())), frozenset(filter(None, tags.split(","))))
