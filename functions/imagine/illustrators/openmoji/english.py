"""A wish in English becomes a scene: names are looked up, the longest first; small words between them place them.

No grammar, but three rules of thumb. Names that follow each other are one compound, and its last word says what it is
(«chocolate cake»), unless both live («unicorn cat»). A word before the name counts it. What OpenMoji merely tags with a
word is looked up only if nothing was found by name, as tags are generous («silly»: a goose).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from functions.imagine.illustrators.openmoji.catalogue import Catalogue, Emoji, Kind, words
from functions.imagine.illustrators.openmoji.english_nicknames import NICKNAMES
from functions.imagine.illustrators.openmoji.english_words import (
    ALREADY_MANY,
    IRREGULAR,
    MODALS,
    NUMBERS,
    RELATIONS,
    SMALL_WORDS,
    VERBS_TOO,
)
from functions.imagine.illustrators.openmoji.scene import MOST_THINGS, Mention, Relation, Scene

LONGEST_NAME = 4
"words"

MANY = 3
"How many a plural without a number is."

MOST = 12

_NICKNAMES = {words(said): words(name) for said, name in NICKNAMES.items()}
_ALREADY_MANY = frozenset(map(words, ALREADY_MANY))
_LIVING = frozenset({Kind.ANIMAL, Kind.BEING})
_SEEN_ANYWAY = frozenset({"rainbow"})
"A rainbow unicorn has both."


@dataclass(frozen=True)
class _Found:
    emoji: Emoji
    is_plural: bool
    start: int
    stop: int


def read(text: str, catalogue: Catalogue, seed: int) -> Scene:
    """An empty scene if nothing is known."""
    said = words(text)
    found = list(_heads(list(_named(said, catalogue)))) or list(_tagged(said, catalogue, seed))
    scene: list[Mention] = []
    end_of_last = 0
    for each in found[:MOST_THINGS]:
        between = said[end_of_last : each.start]
        scene.append(Mention(each.emoji, _count(each, between), _relation(between)))
        end_of_last = each.stop
    return tuple(scene)


def _named(said: tuple[str, ...], catalogue: Catalogue) -> Iterator[_Found]:
    start = 0
    while start < len(said):
        found = next(
            (one for length in range(LONGEST_NAME, 0, -1) if (one := _at(said, start, length, catalogue))), None
        )
        if found:
            yield found
        start = found.stop if found else start + 1


def _at(said: tuple[str, ...], start: int, length: int, catalogue: Catalogue) -> _Found | None:
    name = said[start : start + length]
    if len(name) < length or (length == 1 and (name[0] in SMALL_WORDS or _is_verb(said, start))):
        return None
    for last in singulars(name[-1]):
        singular = (*name[:-1], last)
        meant = _NICKNAMES.get(singular, singular)
        if emoji := catalogue.named.get(meant):
            is_plural = singular != name and meant not in _ALREADY_MANY
            return _Found(emoji, is_plural, start, start + length)
    return None


def _is_verb(said: tuple[str, ...], at: int) -> bool:
    return said[at] in VERBS_TOO and at > 0 and said[at - 1] in MODALS


def singulars(word: str) -> list[str]:
    """The word itself, then what it may be the plural of, the likeliest first."""
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


def _heads(found: list[_Found]) -> Iterator[_Found]:
    """Without the modifiers of compounds."""
    for this, following in pairwise(found):
        is_compound = this.stop == following.start
        if not is_compound or {this.emoji.kind, following.emoji.kind} <= _LIVING or this.emoji.name in _SEEN_ANYWAY:
            yield this
    yield from found[-1:]


def _tagged(said: tuple[str, ...], catalogue: Catalogue, seed: int) -> Iterator[_Found]:
    """At most one: the last word that is a tag, for nouns come last."""
    for start in range(len(said) - 1, -1, -1):
        for word in singulars(said[start]):
            emoji = None if {word, said[start]} & SMALL_WORDS else catalogue.by_tag((word,), seed)
            if emoji:
                yield _Found(emoji, word != said[start], start, start + 1)
                return


def _count(found: _Found, before: tuple[str, ...]) -> int:
    """The last number before the name."""
    for word in reversed(before):
        if word.isdecimal():
            return max(1, min(int(word), MOST))
        if word in NUMBERS:
            return NUMBERS[word]
    return MANY if found.is_plural else 1


def _relation(between: tuple[str, ...]) -> Relation:
    return next((RELATIONS[word] for word in reversed(between) if word in RELATIONS), Relation.BESIDE)
