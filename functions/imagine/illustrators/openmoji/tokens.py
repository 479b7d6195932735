"""Splits a wish into tokens: the longest phrases of a vocabulary, and the words it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from functions.imagine.illustrators.openmoji.catalogue import words
from functions.imagine.illustrators.openmoji.vocabulary import Key, Sense, Vocabulary

Forms = Callable[[str], list[str]]
"A word → the words of the table it may be a form of, the likeliest first, the word itself at index 0."


@dataclass(frozen=True)
class Spoken:
    word: str
    "Plain."
    original: str
    "As in the wish, where it may be one of several words: «Anna-Lena»."
    at: int
    "The place of the original among those of the wish."


MARKS = '.,!?;:«»"“”()'
_DECIMAL = re.compile(r"(\d+)[.,]\d+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")
_NEGATIVE = re.compile(r"[-−]\d+([.,]\d+)?")
_INFLECTED = (Sense.NOUN, Sense.NAME, Sense.PLACE)


@dataclass(frozen=True)
class Token:
    text: str
    "As in the wish."
    senses: dict[Sense, str] = field(default_factory=dict)
    "Empty: unknown."
    is_plural: bool = False
    at: int = 0
    "The place in the wish of the text's first original."

    def is_a(self, *senses: Sense) -> bool:
        return any(sense in self.senses for sense in senses)


def tokens(text: str, vocabulary: Vocabulary, forms: Forms) -> list[Token]:
    """For words with spaces between them."""
    originals = enumerate(text.split())
    spoken = [Spoken(word, original, at) for at, original in originals for word in _words(original)]
    return list(_tokens(spoken, vocabulary, forms))


def _words(original: str) -> tuple[str, ...]:
    """A decimal, rounded down, counts as a number; a negative number does not."""
    word = original.strip(MARKS)
    if _NEGATIVE.fullmatch(word):
        return (word,)
    if _THOUSANDS.fullmatch(word):
        return (re.sub("[.,]", "", word),)
    if decimal := _DECIMAL.fullmatch(word):
        return (str(max(1, int(decimal[1]))),)
    return words(f"{original} ")


def _tokens(spoken: list[Spoken], vocabulary: Vocabulary, forms: Forms) -> Iterator[Token]:
    start = 0
    while start < len(spoken):
        lengths = range(min(vocabulary.longest, len(spoken) - start), 0, -1)
        candidates = ((length, _known(spoken[start : start + length], vocabulary, forms)) for length in lengths)
        length, token = next((one for one in candidates if one[1]), (1, None))
        yield token or _unknown(spoken[start])
        start += length


def _known(spoken: list[Spoken], vocabulary: Vocabulary, forms: Forms) -> Token | None:
    key = tuple(one.word for one in spoken)
    text = " ".join({one.at: one.original.strip(MARKS) for one in spoken}.values())
    if senses := vocabulary.senses.get(key):
        return Token(text, senses, at=spoken[0].at)
    for form in forms(key[-1])[1:]:
        senses = _inflected(vocabulary, (*key[:-1], form))
        if senses:
            return Token(text, senses, is_plural=True, at=spoken[0].at)
    return None


def _inflected(vocabulary: Vocabulary, key: Key) -> dict[Sense, str]:
    senses = vocabulary.senses.get(key, {})
    return {sense: senses[sense] for sense in _INFLECTED if sense in senses}


def _unknown(spoken: Spoken) -> Token:
    senses = {Sense.NUMBER: spoken.word} if spoken.word.isdecimal() else {}
    return Token(spoken.original.strip(MARKS), senses, at=spoken.at)
