"""The vocabulary of a language: words → what they mean in a scene. One table a language, in languages/.

A table has a section for each sense. A line is a meaning and its words: «cat: kitty, pussy cat». The meaning of a noun
is the name of a drawing, or several in order of preference («knight | guard»), of which the first in the catalogue is
used. «man + pirate flag» is the drawing of a man in the costume of that name. With a question mark («swing ?») there
may be none: then the word is written instead of drawn. A word may have several senses: «flying» is what a pig does, and
what a pilot does with an aeroplane.

languages/names.txt has the names of brands and characters, which are the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from functions.imagine.illustrators.openmoji.catalogue import Catalogue, Emoji, words
from functions.imagine.illustrators.openmoji.marks import MARKS

TABLES = Path(__file__).with_name("languages")
NAMES = "names"


class Sense(StrEnum):
    """The sections of a table."""

    NOUN = "nouns"
    NAME = "names"
    "A noun that is written, too."
    NUMBER = "numbers"
    RELATION = "relations"
    ACTION = "actions"
    FEELING = "feelings"
    SIZE = "sizes"
    PATTERN = "patterns"
    PLACE = "places"
    "A setting after a preposition: «in space»."
    SETTING = "settings"
    "A setting wherever the words stand: «at night»."
    LOCATIVE = "locatives"
    "A relation that stands after its thing, as in Chinese."
    AND = "and"
    NOT = "not"
    OF = "of"
    "Chinese 的: what is before it describes what is after it."
    WRITE = "write"
    "What follows is to be written."
    ARTICLE = "articles"
    MODAL = "modals"
    "A word that is a noun and a verb is a verb after one of these."
    FILLER = "fillers"
    "Neither drawn nor written."


Key = tuple[str, ...]
Split = Callable[[str], Key]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    senses: dict[Key, dict[Sense, str]]
    drawings: dict[str, Emoji | None]
    "By the meaning of a noun. None: only written."
    costumes: dict[str, str]
    "By the meaning of a noun that is drawn as another in a costume."
    longest: int = field(default=1)
    "The length of the longest key."


def read(language: str, catalogue: Catalogue, split: Split = words) -> Vocabulary:
    """English also has the names of the catalogue."""
    senses: dict[Key, dict[Sense, str]] = {}
    drawings: dict[str, Emoji | None] = {}
    costumes: dict[str, str] = {}
    for sense, listed, word in [*_names(), *_lines(language)]:
        is_english_noun = sense is Sense.NOUN and language == "english"
        meaning = _own_name(word, listed, catalogue) if is_english_noun else listed
        if sense in {Sense.NOUN, Sense.NAME}:
            drawings[meaning], costumes[meaning] = drawing(meaning, catalogue)
        senses.setdefault(split(word), {}).setdefault(sense, meaning)
    if language == "english":
        for key, emoji in catalogue.named.items():
            if not senses.get(key, {}).keys() - _BESIDE_NAMES:
                senses.setdefault(key, {}).setdefault(Sense.NOUN, emoji.name)
                drawings.setdefault(emoji.name, emoji)
    return Vocabulary(senses, drawings, costumes, max(map(len, senses)))


_BESIDE_NAMES = {Sense.NOUN, Sense.PLACE, Sense.SETTING, Sense.PATTERN, Sense.WRITE}
"Senses of a word that may also be the name of a drawing."


def _own_name(word: str, meaning: str, catalogue: Catalogue) -> str:
    """A word that is the name of a drawing means that drawing, unless the table says «!»: «!locomotive: train»."""
    own = catalogue.named.get(words(word))
    return own.name if own and not meaning.startswith("!") else meaning.removeprefix("!")


def drawing(meaning: str, catalogue: Catalogue) -> tuple[Emoji | None, str]:
    """The first known drawing, and its costume. Raises KeyError if none is known and none is not allowed."""
    for name in meaning.removesuffix("?").split("|"):
        worn_by, _, costume = (part.strip() for part in name.partition("+"))
        if emoji := MARKS.get(worn_by) or catalogue.named.get(words(worn_by)):
            return emoji, costume
    if not meaning.endswith("?"):
        raise KeyError(f"no drawing is called {meaning!r}")
    return None, ""


def _names() -> Iterator[tuple[Sense, str, str]]:
    return ((Sense.NAME, meaning, word) for _, meaning, word in _lines(NAMES))


def _lines(language: str) -> Iterator[tuple[Sense, str, str]]:
    sense = Sense.FILLER
    for line in (TABLES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sense = Sense(line.strip("[]"))
        elif line and not line.startswith("#"):
            meaning, _, listed = line.rpartition(":")
            for word in listed.split(","):
                yield sense, meaning.strip() or sense.value, word.strip()
