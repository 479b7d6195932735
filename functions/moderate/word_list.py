"""The word list: flags a wish that is unfit for children, with a category. It runs for every wish.

The lists of the package glin-profanity, words/unfit.txt and words/innocent.txt are matched as whole words, ignoring
case, accents, full-width forms, look-alike letters and invisible characters. Words written together are taken apart:
phrases without their spaces, two terms in one word, and words with a stem of words/stems.txt. At each position the
longest phrase decides, and an exempt one before a flagged one of the same length: so «water gun», «操场» and «Moby
Dick» pass.
Limits: docs/safety.md. Why no library's matcher is used: docs/decisions/0005-word-list.md.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from functions.moderate.phrase_files import phrases
from functions.moderate.tokens import (
    FORGIVING,
    Tokens,
    as_written,
    folded,
    han_joined,
    is_letter,
    letters_only,
    unmasked,
)
from stikadoo.languages import primary_language
from stikadoo.scripts import HAN

LANGUAGES = ("english", "chinese", "spanish", "german", "french")
"The lists of the package in use, each tested against words/innocent.txt."

CATEGORIES = ("self_harm", "sexual", "hate", "violence", "drugs", "profanity")
"Categories of flagged wishes, gravest first."

Ruling = TypeVar("Ruling")

SHORTEST_TOGETHER = 7
"Minimum number of letters of a phrase that is written as one word."

HAN_CHARACTER = re.compile(f"[{HAN}]")

SHORTEST_SPELLED = 3
"Minimum number of letters of a spelled word: «f u c k» is one, «a b» is not."


@dataclass(frozen=True)
class Exemption:
    """The languages in which a phrase is exempt: only these, or all except those."""

    only: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    @classmethod
    def from_heading(cls, heading: str) -> "Exemption":
        """Parse a heading: everywhere; in de fr; unless en."""
        scope, *languages = heading.split()
        return cls(unless=frozenset(languages)) if scope == "unless" else cls(only=frozenset(languages))

    def applies_in(self, language: str) -> bool:
        return language not in self.unless and (not self.only or language in self.only)


@dataclass(frozen=True)
class WordList:
    """Terms and exemptions, built once per process."""

    terms: dict[Tokens, str]
    "Folded tokens → category."
    exemptions: dict[Tokens, Exemption]
    "By tokens as written."
    longest: int
    "Number of tokens of the longest phrase."
    stems: dict[str, str] = field(default_factory=dict)
    "Folded stem → category."

    @cached_property
    def _stems(self) -> re.Pattern[str]:
        return re.compile("|".join(self.stems) or r"(?!)")

    @cached_property
    def _longest_word(self) -> int:
        return max(len(term[0]) for term in self.terms if len(term) == 1)

    @cached_property
    def _words_by_length(self) -> dict[int, list[str]]:
        """Terms of one word, with which a masked word is compared."""
        words = sorted((term[0] for term in self.terms if len(term) == 1), key=len)
        return {length: list(group) for length, group in groupby(words, key=len)}

    def flagged_category(self, text: str, language: str = "") -> str | None:
        """The gravest category, or None. `language`: the wish's, BCP 47."""
        flagged = {
            category
            for reading in {text, han_joined(text)}
            for category in self._categories(as_written(reading), primary_language(language))
        }
        flagged |= {self._split(chunk) for chunk in text.split()}
        return next((category for category in CATEGORIES if category in flagged), None)

    def _categories(self, written: Tokens, language: str) -> Iterator[str | None]:
        readings = [tuple(map(forgive, written)) for forgive in FORGIVING]
        position = 0
        while position < len(written):
            length, category = self._longest_match(written, readings, position, language)
            yield category
            position += length
        yield from map(self._masked, written)
        yield from map(self._compound, written)
        yield from self._spelled(readings)

    def _longest_match(
        self, written: Tokens, readings: list[Tokens], position: int, language: str
    ) -> tuple[int, str | None]:
        """Length and category of the longest phrase here, None for an exempt one; (1, None) if there is no phrase."""
        for length in range(min(self.longest, len(written) - position), 0, -1):
            span = slice(position, position + length)
            if (exemption := self.exemptions.get(written[span])) and exemption.applies_in(language):
                return length, None
            for reading in readings:
                if category := self.terms.get(reading[span]):
                    return length, category
        return 1, None

    def _masked(self, token: str) -> str | None:
        """For «f*ck», and for the «***» with which Amazon Transcribe's vocabulary filter masks a word."""
        if "*" not in token or len(token) < SHORTEST_SPELLED:
            return None
        pattern = re.compile(".".join(map(re.escape, token.split("*"))))
        return "profanity" if any(map(pattern.fullmatch, self._words_by_length.get(len(token), ()))) else None

    def _compound(self, token: str) -> str | None:
        """For a word that contains a stem, or consists of two terms."""
        if (token,) in self.exemptions:
            return None
        for word in dict.fromkeys((folded(token), unmasked(token), letters_only(token))):
            if match := self._stems.search(word):
                return self.stems[match[0]]
            for middle in range(SHORTEST_SPELLED, len(word) - SHORTEST_SPELLED + 1):
                halves = (word[:middle],), (word[middle:],)
                if all(half in self.terms and half not in self.exemptions for half in halves):
                    return self.terms[halves[0]]
        return None

    def _split(self, chunk: str) -> str | None:
        """For a word split by signs: «wo.rd»."""
        tokens = as_written(chunk)
        if len(tokens) < 2 or HAN_CHARACTER.search(chunk):
            return None
        word = letters_only("".join(tokens))
        return None if (word,) in self.exemptions else self.terms.get((word,))

    def _spelled(self, readings: list[Tokens]) -> Iterator[str | None]:
        for reading in readings[:2]:
            for is_spelled, letters in groupby(reading, is_letter):
                word = "".join(letters) if is_spelled else ""
                for start in range(len(word) - SHORTEST_SPELLED + 1):
                    ends = range(start + SHORTEST_SPELLED, min(len(word), start + self._longest_word) + 1)
                    yield from (self.terms.get((word[start:end],)) for end in ends)


@cache
def word_list() -> WordList:
    """The word list, cached for the process."""
    terms: dict[Tokens, str] = {}
    for category, phrase in phrases("unfit.txt"):
        terms.setdefault(forgiving_tokens(phrase), category)
    for phrase in (phrase for language in LANGUAGES for phrase in listed(language)):
        terms.setdefault(forgiving_tokens(phrase), "profanity")
    terms = _written_together(terms) | terms
    exemptions: dict[Tokens, Exemption] = {}
    for heading, phrase in phrases("innocent.txt"):
        exemptions.setdefault(as_written(phrase), Exemption.from_heading(heading))
    stems = {folded(stem): category for category, stem in phrases("stems.txt")}
    return WordList(_with_plurals(terms), _with_plurals(exemptions), max(map(len, (*terms, *exemptions))), stems)


def _written_together(terms: dict[Tokens, str]) -> dict[Tokens, str]:
    """Phrases without their spaces: «machinegun». Short ones could be words of their own."""
    joined = {("".join(tokens),): category for tokens, category in terms.items() if len(tokens) > 1}
    return {
        tokens: category
        for tokens, category in joined.items()
        if len(tokens[0]) >= SHORTEST_TOGETHER and not HAN_CHARACTER.search(tokens[0])
    }


def forgiving_tokens(phrase: str) -> Tokens:
    """A listed term in its normalised reading: «Coño» → cono, «$h!t» → shit."""
    return tuple(
        folded(token) if folded(token) == token or token.isalnum() else unmasked(token) for token in as_written(phrase)
    )


def _with_plurals(table: dict[Tokens, Ruling]) -> dict[Tokens, Ruling]:
    """Adds plurals in «s»: «drug» also matches «drugs»."""
    plurals = {
        (*tokens[:-1], f"{tokens[-1]}s"): ruling
        for tokens, ruling in table.items()
        if len(tokens[-1]) >= SHORTEST_SPELLED and not tokens[-1].endswith("s")
    }
    return plurals | table


def listed(language: str) -> tuple[str, ...]:
    """The package's list, read without importing the package, which would load its own filter."""
    package = find_spec("glin_profanity")
    assert package
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "data" / "dictionaries" / f"{language}.json"
    return tuple(json.loads(path.read_text(encoding="utf-8"))["words"])
