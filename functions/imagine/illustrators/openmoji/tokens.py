"""Splits a wish into tokens: the longest phrases of a vocabulary, and the words it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from functions.imagine.illustrators.openmoji.catalogue import words
from functions.imagine.illustrators.openmoji.vocabulary import Key, Sense, Vocabulary

Forms = Callable[[str], list[str]]
"A word → the words of the table it may be a form of, the likeliest first, the word itself at index 0."

Spoken = tuple[str, str]
"A plain word, and what it is written as in the wish."

MARKS = '.,!?;:«»"“”()'
_INFLECTED = (Sense.NOUN, Sense.NAME, Sense.PLACE)


@dataclass(frozen=True)
class Token:
    text: str
    "As in the wish."
    senses: dict[Sense, str] = field(default_factory=dict)
    "Empty: unknown."
    is_plural: bool = False

    def is_a(self, *senses: Sense) -> bool:
        return any(sense in self.senses for sense in senses)


def tokens(text: str, vocabulary: Vocabulary, forms: Forms) -> list[Token]:
    """For words with spaces between them."""
    spoken = [(word, original) for original in text.split() for word in words(f"{original} ")]
    return list(_tokens(spoken, vocabulary, forms))


def _tokens(spoken: list[Spoken], vocabulary: Vocabulary, forms: Forms) -> Iterator[Token]:
    start = 0
    while start < len(spoken):
        lengths = range(min(vocabulary.longest, len(spoken) - start), 0, -1)
        candidates = ((length, _known(spoken[start : start + length], vocabulary, forms)) for length in lengths)
        length, token = next((one for one in candidates if one[1]), (1, None))
        yield token or _unknown(spoken[start])
        start += length


def _known(spoken: list[Spoken], vocabulary: Vocabulary, forms: Forms) -> Token | None:
    key = tuple(word for word, _ in spoken)
    text = " ".join(dict.fromkeys(original.strip(MARKS) for _, original in spoken))
    if senses := vocabulary.senses.get(key):
        return Token(text, senses)
    for form in forms(key[-1])[1:]:
        senses = _inflected(vocabulary, (*key[:-1], form))
        if senses:
            return Token(text, senses, is_plural=True)
    return None


def _inflected(vocabulary: Vocabulary, key: Key) -> dict[Sense, str]:
    senses = vocabulary.senses.get(key, {})
    return {sense: senses[sense] for sense in _INFLECTED if sense in senses}


def _unknown(spoken: Spoken) -> Token:
    word, original = spoken
    return Token(original.strip(MARKS), {Sense.NUMBER: word} if word.isdecimal() else {})
