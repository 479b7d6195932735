"""Parses a wish in English into a scene: looks up names, the longest first; the words between them give the positions.

Three heuristics replace a grammar. Adjacent names are a compound, and its last word is its head («chocolate cake»),
unless both are living («unicorn cat»). A number before the name is its count. Tags are searched only if no name is
known, because OpenMoji tags loosely («silly»: a goose).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from functions.imagine.illustrators.openmoji.catalogue import Catalogue, Emoji, Kind, words
from functions.imagine.illustrators.openmoji.english_synonyms import SYNONYMS
from functions.imagine.illustrators.openmoji.english_words import (
    IRREGULAR,
    MODALS,
    NUMBERS,
    PLURAL_PICTURES,
    RELATIONS,
    STOP_WORDS,
    VERBS_TOO,
)
from functions.imagine.illustrators.openmoji.scene import MAX_COUNT, MAX_THINGS, Mention, Relation, Scene

LONGEST_NAME = 4
"words"

MANY = 3
"The count of a plural without a number."

_SYNONYMS = {words(synonym): words(name) for synonym, name in SYNONYMS.items()}
_PLURAL_PICTURES = frozenset(map(words, PLURAL_PICTURES))
_LIVING = frozenset({Kind.ANIMAL, Kind.BEING})
_DRAWN_AS_MODIFIER = frozenset({"rainbow"})
"Drawn even as the modifier of a compound: a rainbow unicorn has both."


@dataclass(frozen=True)
class _Match:
    emoji: Emoji
    is_plural: bool
    start: int
    stop: int


def parse(text: str, catalogue: Catalogue, seed: int) -> Scene:
    """Empty if no word is known."""
    wish = words(text)
    matches = list(_heads(list(_named(wish, catalogue)))) or list(_tagged(wish, catalogue, seed))
    scene: list[Mention] = []
    end_of_last = 0
    for match in matches[:MAX_THINGS]:
        between = wish[end_of_last : match.start]
        scene.append(Mention(match.emoji, _count(match, between), _relation(between)))
        end_of_last = match.stop
    return tuple(scene)


def _named(wish: tuple[str, ...], catalogue: Catalogue) -> Iterator[_Match]:
    start = 0
    while start < len(wish):
        lengths = range(LONGEST_NAME, 0, -1)
        match = next((match for length in lengths if (match := _at(wish, start, length, catalogue))), None)
        if match:
            yield match
        start = match.stop if match else start + 1


def _at(wish: tuple[str, ...], start: int, length: int, catalogue: Catalogue) -> _Match | None:
    name = wish[start : start + length]
    if len(name) < length or (length == 1 and (name[0] in STOP_WORDS or _is_verb(wish, start))):
        return None
    for last in singulars(name[-1]):
        singular = (*name[:-1], last)
        canonical = _SYNONYMS.get(singular, singular)
        if emoji := catalogue.named.get(canonical):
            is_plural = singular != name and canonical not in _PLURAL_PICTURES
            return _Match(emoji, is_plural, start, start + length)
    return None


def _is_verb(wish: tuple[str, ...], at: int) -> bool:
    return wish[at] in VERBS_TOO and at > 0 and wish[at - 1] in MODALS


def singulars(word: str) -> list[str]:
    """The word itself, then its possible singulars, the likeliest first."""
    candidates = [word]
    if word in IRREGULAR:
        candidates.append(IRREGULAR[word])
    elif word.endswith("ies") and len(word) > 4:
        candidates += [word[:-3] + "y", word[:-1]]
    elif word.endswith("es") and len(word) > 3:
        candidates += [word[:-1], word[:-2]]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        candidates.append(word[:-1])
    return candidates


def _heads(matches: list[_Match]) -> Iterator[_Match]:
    """The matches without the modifiers of compounds."""
    for this, following in pairwise(matches):
        is_compound = this.stop == following.start
        if (
            not is_compound
            or {this.emoji.kind, following.emoji.kind} <= _LIVING
            or this.emoji.name in _DRAWN_AS_MODIFIER
        ):
            yield this
    yield from matches[-1:]


def _tagged(wish: tuple[str, ...], catalogue: Catalogue, seed: int) -> Iterator[_Match]:
    """At most one: the last word that is a tag, since nouns come last."""
    for start in range(len(wish) - 1, -1, -1):
        for word in singulars(wish[start]):
            emoji = None if {word, wish[start]} & STOP_WORDS else catalogue.by_tag((word,), seed)
            if emoji:
                yield _Match(emoji, word != wish[start], start, start + 1)
                return


def _count(match: _Match, before: tuple[str, ...]) -> int:
    """The last number before the name."""
    for word in reversed(before):
        if word.isdecimal():
            return max(1, min(int(word), MAX_COUNT))
        if word in NUMBERS:
            return NUMBERS[word]
    return MANY if match.is_plural else 1


def _relation(between: tuple[str, ...]) -> Relation:
    return next((RELATIONS[word] for word in reversed(between) if word in RELATIONS), Relation.BESIDE)
