"""Parses a wish in Chinese into a scene, by the longest known word at each position, without segmentation.

«一只猫骑着火箭»: cat, above, rocket. «骑着火箭的猫» is the same scene with the words in reverse order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from functions.imagine.illustrators.openmoji.catalogue import Catalogue, words
from functions.imagine.illustrators.openmoji.chinese_words import (
    AFTER,
    BEFORE,
    LEADING,
    MEASURE_WORDS,
    NOT_PICTURES,
    NUMERALS,
    PICTURES,
)
from functions.imagine.illustrators.openmoji.scene import MAX_THINGS, Mention, Relation, Scene

_COUNTED = re.compile(rf"([{''.join(NUMERALS)}]|\d+)[{MEASURE_WORDS}]")
_LONGEST = max(map(len, [*PICTURES, *NOT_PICTURES]))


@dataclass(frozen=True)
class _Match:
    picture: str
    start: int
    stop: int


def parse(text: str, catalogue: Catalogue) -> Scene:
    """Empty if no word is known."""
    matches = list(_matches(text))[:MAX_THINGS]
    gaps = _gaps(text, matches)
    mentions = [
        Mention(catalogue.named[words(match.picture)], _count(gaps[at]), _relation(gaps[at], gaps[at + 1]))
        for at, match in enumerate(matches)
    ]
    if len(matches) > 1 and _is_inverted(gaps):
        first, second = mentions[:2]
        mentions[:2] = [Mention(second.emoji, second.count), Mention(first.emoji, first.count, first.relation)]
    return tuple(mentions)


def _is_inverted(gaps: list[str]) -> bool:
    """«骑着火箭的猫», «月亮上的兔子»: the subject comes last."""
    before, between = gaps[0], gaps[1]
    return "的" in between and (between[0] in AFTER or any(char in LEADING for char in before))


def _matches(text: str) -> Iterator[_Match]:
    start = 0
    while start < len(text):
        known = (text[start : start + length] for length in range(_LONGEST, 0, -1))
        word = next((word for word in known if word in PICTURES or word in NOT_PICTURES), "")
        if word in PICTURES:
            yield _Match(PICTURES[word], start, start + len(word))
        start += len(word) or 1


def _gaps(text: str, matches: list[_Match]) -> list[str]:
    """The text before, between and after the matches."""
    starts = [match.start for match in matches] + [len(text)]
    stops = [0] + [match.stop for match in matches]
    return [text[stop:start] for stop, start in zip(stops, starts, strict=True)]


def _count(before: str) -> int:
    numbers = _COUNTED.findall(before)
    if not numbers:
        return 1
    return NUMERALS.get(numbers[-1]) or max(1, min(int(numbers[-1]), 12))


def _relation(before: str, after: str) -> Relation:
    if after[:1] in AFTER:
        return AFTER[after[0]]
    return next((BEFORE[char] for char in reversed(before) if char in BEFORE), Relation.BESIDE)
