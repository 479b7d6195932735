"""A wish becomes the category of what in it no child should be drawn, or None: the floor that is always there.

The lists of the package glin-profanity, words/unfit.txt and words/innocent.txt are compared with the wish as whole
words, on both sides without case, accents, full-width forms and invisible characters. At each place the longest phrase
decides, and of two equal ones the innocent: that is how «water gun», «操场» and «Moby Dick» pass.
docs/safety.md says what this cannot do, docs/decisions/0005-word-list.md why it is not a library's matcher.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from functions.moderate.phrase_files import phrases
from functions.moderate.tokens import FORGIVING, Tokens, as_written, folded, is_letter, unmasked
from stikadoo.languages import primary_language

LANGUAGES = ("english", "chinese", "spanish", "german", "french")
"The package's lists that we take: each is proven against the table of exemptions."

CATEGORIES = ("self_harm", "sexual", "hate", "violence", "drugs", "profanity")
"What a wish may be refused for, gravest first."

Ruling = TypeVar("Ruling")

SHORTEST_SPELLED = 3
"Letters: «f u c k» is a word, «a b» is not."


@dataclass(frozen=True)
class Exemption:
    """Where a phrase is innocent: in these languages, or in all but those."""

    only: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    @classmethod
    def headed(cls, heading: str) -> "Exemption":
        """everywhere; in de fr; unless en"""
        where, *languages = heading.split()
        named = frozenset(languages)
        return cls(unless=named) if where == "unless" else cls(only=named)

    def holds(self, language: str) -> bool:
        return language not in self.unless and (not self.only or language in self.only)


@dataclass(frozen=True)
class WordList:
    """Made once a process."""

    terms: dict[Tokens, str]
    "Folded tokens → category."
    exemptions: dict[Tokens, Exemption]
    "Tokens as written."
    longest: int
    "Tokens of the longest phrase."

    def flagged_category(self, text: str, language: str = "") -> str | None:
        """A category, or None. `language`: BCP 47, of the wish."""
        found = {category for category in self._objections(as_written(text), primary_language(language)) if category}
        return next((category for category in CATEGORIES if category in found), None)

    def _objections(self, written: Tokens, language: str) -> Iterator[str | None]:
        readings = [tuple(map(forgive, written)) for forgive in FORGIVING]
        place = 0
        while place < len(written):
            length, category = self._ruling(written, readings, place, language)
            yield category
            place += length
        yield from map(self._masked, written)
        yield from self._spelled(readings)

    def _ruling(self, written: Tokens, readings: list[Tokens], place: int, language: str) -> tuple[int, str | None]:
        """How many tokens the longest phrase here has, and what is said against it; one and nothing if there is none."""
        for length in range(min(self.longest, len(written) - place), 0, -1):
            here = slice(place, place + length)
            if (exemption := self.exemptions.get(written[here])) and exemption.holds(language):
                return length, None
            for reading in readings:
                if category := self.terms.get(reading[here]):
                    return length, category
        return 1, None

    def _masked(self, token: str) -> str | None:
        """«f*ck», and the «***» that Amazon Transcribe writes where its vocabulary filter hides a word."""
        if "*" not in token or len(token) < SHORTEST_SPELLED:
            return None
        pattern = re.compile(".".join(map(re.escape, token.split("*"))))
        return "profanity" if any(len(term) == 1 and pattern.fullmatch(term[0]) for term in self.terms) else None

    def _spelled(self, readings: list[Tokens]) -> Iterator[str | None]:
        for reading in readings[:2]:
            for is_spelled, letters in groupby(reading, is_letter):
                word = "".join(letters) if is_spelled else ""
                for start in range(len(word) - SHORTEST_SPELLED + 1):
                    ends = range(start + SHORTEST_SPELLED, len(word) + 1)
                    yield from (self.terms.get((word[start:end],)) for end in ends)


@cache
def word_list() -> WordList:
    """This process's, read once."""
    terms: dict[Tokens, str] = {}
    for category, phrase in phrases("unfit.txt"):
        terms.setdefault(forgiving_tokens(phrase), category)
    for phrase in (phrase for language in LANGUAGES for phrase in listed(language)):
        terms.setdefault(forgiving_tokens(phrase), "profanity")
    exemptions: dict[Tokens, Exemption] = {}
    for heading, phrase in phrases("innocent.txt"):
        exemptions.setdefault(as_written(phrase), Exemption.headed(heading))
    return WordList(_with_plurals(terms), _with_plurals(exemptions), max(map(len, (*terms, *exemptions))))


def forgiving_tokens(phrase: str) -> Tokens:
    """A term of a list, in the reading that a wish is compared in: «Coño» → cono, «$h!t» → shit."""
    return tuple(
        folded(token) if folded(token) == token or token.isalnum() else unmasked(token) for token in as_written(phrase)
    )


def _with_plurals(table: dict[Tokens, Ruling]) -> dict[Tokens, Ruling]:
    """Of what ends in a word: «drug» stands for «drugs», too."""
    plurals = {
        (*tokens[:-1], f"{tokens[-1]}s"): ruling
        for tokens, ruling in table.items()
        if len(tokens[-1]) >= SHORTEST_SPELLED and not tokens[-1].endswith("s")
    }
    return plurals | table


def listed(language: str) -> tuple[str, ...]:
    """The package's list. It is read without importing the package, which would load its own filter."""
    package = find_spec("glin_profanity")
    assert package
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "data" / "dictionaries" / f"{language}.json"
    return tuple(json.loads(path.read_text(encoding="utf-8"))["words"])
