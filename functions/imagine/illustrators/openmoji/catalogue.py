"""The names of OpenMoji's pictures: a word or a few become a picture.

pictures.tsv, a row a picture: hexcode · kind · annotation · ink box · tags (see gather.py, which writes it).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("pictures.tsv")


class Kind(StrEnum):
    """What a picture shows: it decides where it stands among others, and which of two a tag means."""

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
"Kinds that tags lead to, the most welcome first; faces and signs are tagged with every feeling there is."


@dataclass(frozen=True)
class Box:
    """Where the ink of a drawing is, in units of its 72×72 view box."""

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
    """One picture."""

    hexcode: str
    kind: Kind
    name: str
    "OpenMoji's annotation, words and all."
    ink: Box
    tags: frozenset[str]

    def __str__(self) -> str:
        return self.name


def words(text: str) -> tuple[str, ...]:
    """Lower case, without accents, punctuation and possessives: «A T-Rex's piñata!» → a t rex pinata."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("'s ", " "))
    kept = (char for char in plain if not unicodedata.combining(char) and char != "'")
    return tuple("".join(char if char.isalnum() else " " for char in kept).split())


@dataclass(frozen=True)
class Catalogue:
    """All pictures, by what they are called."""

    named: dict[tuple[str, ...], Emoji]
    tagged: dict[tuple[str, ...], list[Emoji]]

    def by_tag(self, said: tuple[str, ...], seed: int) -> Emoji | None:
        """The likeliest picture that only a tag leads to; the seed chooses among equals."""
        found = self.tagged.get(said, [])
        if not found:
            return None
        best = min(_unlikeliness(emoji, said) for emoji in found)
        equals = [emoji for emoji in found if _unlikeliness(emoji, said) == best]
        return equals[seed % len(equals)]


def _unlikeliness(emoji: Emoji, said: tuple[str, ...]) -> tuple[bool, bool, int, int]:
    """A birthday cake is a cake; a cake knife is less of one."""
    name = words(emoji.name)
    return name[-len(said) :] != said, not set(said) <= set(name), TAGGED.index(emoji.kind), len(name)


@cache
def catalogue() -> Catalogue:
    """The table, read once a process."""
    emojis = [_emoji(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
    named: dict[tuple[str, ...], Emoji] = {}
    for emoji in emojis:
        named.setdefault(words(emoji.name), emoji)
    tagged: dict[tuple[str, ...], list[Emoji]] = {}
    for emoji in _welcome(emojis):
        for tag in sorted(emoji.tags):
            tagged.setdefault(words(tag), []).append(emoji)
    return Catalogue(named, tagged)


def _emoji(line: str) -> Emoji:
    hexcode, kind, name, edges, tags = line.split("\t")
    return Emoji(hexcode, Kind(kind), name, Box(*map(float, edges.split())), frozenset(filter(None, tags.split(","))))


def _welcome(emojis: Iterable[Emoji]) -> Iterable[Emoji]:
    """Without the men and women that stand beside a neutral person under the same tags."""
    return (emoji for emoji in emojis if emoji.kind in TAGGED and words(emoji.name)[0] not in {"man", "woman"})
