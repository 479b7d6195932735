"""Drawings that are placed, and groups of them. The unit is the longer side of a single picture."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from functions.imagine.illustrators.openmoji.catalogue import Emoji
from functions.imagine.illustrators.openmoji.scene import Pattern

GAP = 0.07
UNREPEATED = frozenset({"moon ground", "puddle"})
"Grounds that are drawn once, as wide as the scene."


@dataclass(frozen=True)
class Placed:
    """One drawing: the top left corner of its ink, and the length of a unit of its view box."""

    emoji: Emoji
    left: float
    top: float
    scale: float
    pattern: Pattern | None = None

    @property
    def width(self) -> float:
        return self.emoji.ink.width * self.scale

    @property
    def height(self) -> float:
        return self.emoji.ink.height * self.scale

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def moved(self, right: float, down: float, zoom: float) -> Placed:
        return replace(self, left=self.left * zoom + right, top=self.top * zoom + down, scale=self.scale * zoom)


@dataclass(frozen=True)
class Group:
    """Drawings that are placed as a unit, from back to front; the top left corner is 0, 0."""

    placed: tuple[Placed, ...]

    @property
    def width(self) -> float:
        return max(one.right for one in self.placed)

    @property
    def height(self) -> float:
        return max(one.bottom for one in self.placed)

    @property
    def side(self) -> float:
        """The longer one."""
        return max(self.width, self.height)

    def at(self, left: float, top: float) -> Group:
        return Group(tuple(one.moved(left, top, 1) for one in self.placed))

    def zoomed(self, zoom: float) -> Group:
        return Group(tuple(one.moved(0, 0, zoom) for one in self.placed))


def together(*groups: Group) -> Group:
    """Later groups are in front."""
    placed = [one for group in groups for one in group.placed]
    left, top = min(one.left for one in placed), min(one.top for one in placed)
    return Group(tuple(one.moved(-left, -top, 1) for one in placed))


def posed(emoji: Emoji, pattern: Pattern | None = None) -> Group:
    """One drawing whose longer side is 1."""
    return Group((Placed(emoji, 0, 0, 1 / max(emoji.ink.width, emoji.ink.height), pattern),))


def crowd(one: Group, count: int, side: float) -> Group:
    """Several of the same, in the number of rows that allows the largest size; the lowest row is the fullest."""
    width, height = one.width + GAP, one.height + GAP
    in_a_row = min(range(1, count + 1), key=lambda across: max(across * width, math.ceil(count / across) * height))
    rows = [in_a_row] * (count // in_a_row)
    if count % in_a_row:
        rows.insert(0, count % in_a_row)
    placed = [
        one.at((in_a_row - row) * width / 2 + column * width, level * height)
        for level, row in enumerate(rows)
        for column in range(row)
    ]
    whole = together(*placed)
    return whole.zoomed(1 if count == 1 else side / whole.side)


def strip(emoji: Emoji, width: float, height: float) -> Group:
    """The same drawing side by side, without gaps: water, grass."""
    times = 1 if emoji.name in UNREPEATED else max(1, round(width / (height * emoji.ink.width / emoji.ink.height)))
    scale = width / times / emoji.ink.width
    return Group(tuple(Placed(emoji, number * width / times, 0, scale) for number in range(times)))
