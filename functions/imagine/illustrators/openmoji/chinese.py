"""A wish in Chinese becomes a scene: the longest word of the table at each place, no segmentation.

«一只猫骑着火箭»: cat, above, rocket. «骑着火箭的猫» says the same the other way round.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from functions.imagine.illustrators.openmoji.catalogue import Catalogue, words
from functions.imagine.illustrators.openmoji.chinese_words import (
    AFTER,
    BEFORE,
    HARMLESS,
    LEADING,
    MEASURES,
    NUMERALS,
    PICTURES,
)
from functions.imagine.illustrators.openmoji.scene import MOST_THINGS, Mention, Relation, Scene

_COUNTED = re.compile(rf"([{''.join(NUMERALS)}]|\d+)[{MEASURES}]")
_LONGEST = max(map(len, [*PICTURES, *HARMLESS]))


@dataclass(frozen=True)
class _Found:
    picture: str
    start: int
    stop: int


def read(text: str, catalogue: Catalogue) -> Scene:
    """An empty scene if nothing is known."""
    found = list(_found(text))[:MOST_THINGS]
    gaps = _gaps(text, found)
    mentions = [
        Mention(catalogue.named[words(each.picture)], _count(gaps[at]), _relation(gaps[at], gaps[at + 1]))
        for at, each in enumerate(found)
    ]
    if len(found) > 1 and _is_inverted(gaps):
        first, second = mentions[:2]
        mentions[:2] = [Mention(second.emoji, second.count), Mention(first.emoji, first.count, first.relation)]
    return tuple(mentions)


def _is_inverted(gaps: list[str]) -> bool:
    """«骑着火箭的猫», «月亮上的兔子»: who does it comes last."""
    before, between = gaps[0], gaps[1]
    return "的" in between and (between[0] in AFTER or any(char in LEADING for char in before))


def _found(text: str) -> Iterator[_Found]:
    start = 0
    while start < len(text):
        known = (text[start : start + length] for length in range(_LONGEST, 0, -1))
        word = next((word for word in known if word in PICTURES or word in HARMLESS), "")
        if word in PICTURES:
            yield _Found(PICTURES[word], start, start + len(word))
        start += len(word) or 1


def _gaps(text: str, found: list[_Found]) -> list[str]:
    """What stands before, between and after the things found."""
    starts = [each.start for each in found] + [len(text)]
    stops = [0] + [each.stop for each in found]
    return [text[stop:start] for stop, start in zip(stops, starts, strict=True)]


def _count(before: str) -> int:
    counted = _COUNTED.findall(before)
    if not counted:
        return 1
    return NUMERALS.get(counted[-1]) or max(1, min(int(counted[-1]), 12))


def _relation(before: str, after: str) -> Relation:
    if after[:1] in AFTER:
        return AFTER[after[0]]
    return next((BEFORE[char] for char in reversed(before) if char in BEFORE), Relation.BESIDE)
