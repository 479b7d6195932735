"""The catalogue of pictures, by name and by tag: OpenMoji's, and icons of what OpenMoji has not.

One row of pictures.tsv per picture: hexcode · kind · annotation · ink box · tags. build_catalogue.py writes it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("pictures.tsv")


class Kind(StrEnum):
    """What a picture shows. It decides the position beside others, and which of two pictures a tag refers to."""

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


TAGGED = (
    Kind.ANIMAL,
    Kind.BEING,
    Kind.VEHICLE,
    Kind.FOOD,
    Kind.PLANT,
    Kind.PLACE,
    Kind.SKY,
    Kind.THING,
    Kind.WEAR,
    Kind.PERSON,
)
"Kinds that are looked up by tag, the likeliest first. Faces and signs are left out: they have every feeling as a tag."


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
    tagged: dict[tuple[str, ...], list[Emoji]]

    def by_tag(self, tag: tuple[str, ...], seed: int) -> Emoji | None:
        """The likeliest picture with that tag; the seed chooses among equals."""
        candidates = self.tagged.get(tag, [])
        if not candidates:
            return None
        best = min(_unlikeliness(emoji, tag) for emoji in candidates)
        equals = [emoji for emoji in candidates if _unlikeliness(emoji, tag) == best]
        return equals[seed % len(equals)]


def _unlikeliness(emoji: Emoji, tag: tuple[str, ...]) -> tuple[bool, bool, int, int]:
    """For the tag cake, a birthday cake comes before a cake knife."""
    name = words(emoji.name)
    return name[-len(tag) :] != tag, not set(tag) <= set(name), TAGGED.index(emoji.kind), len(name)


@cache
def catalogue() -> Catalogue:
    """Read once per process."""
    emojis = tuple(_emoji(line) for line in TABLE.read_text(encoding="utf-8").splitlines())
    named: dict[tuple[str, ...], Emoji] = {}
    for emoji in emojis:
        named.setdefault(words(emoji.name), emoji)
    tagged: dict[tuple[str, ...], list[Emoji]] = {}
    for emoji in _taggable(emojis):
        for tag in sorted(emoji.tags):
            tagged.setdefault(words(tag), []).append(emoji)
    return Catalogue(emojis, named, tagged)


def _emoji(line: str) -> Emoji:
    hexcode, kind, name, edges, tags = line.split("\t")
    return Emoji(hexcode, Kind(kind), name, Box(*map(float, edges.split())), frozenset(filter(None, tags.split(","))))


def _taggable(emojis: Iterable[Emoji]) -> Iterable[Emoji]:
    """Without men and women where a neutral person has the same tags."""
    return (emoji for emoji in emojis if emoji.kind in TAGGED and words(emoji.name)[0] not in {"man", "woman"})
