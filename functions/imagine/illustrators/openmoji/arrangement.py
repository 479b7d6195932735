"""Arranges the drawings of a scene: the position and scale of each, from back to front.

The unit is the longer side of a single picture; rasterize.py scales the whole arrangement.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind, catalogue, words
from functions.imagine.illustrators.openmoji.scene import Mention, Relation, Scene

GAP = 0.07
CROWD = 1.3
"The longer side of several of the same thing together."
RIMS = {"bathtub": 0.42}
"Share of the drawing's height above the rim that a passenger looks over; the bathtub has a shower."
HATS = frozenset({"crown", "top hat", "billed cap", "graduation cap", "woman’s hat", "military helmet"})
SEA = "water wave"
"Things on it are drawn partly in it."
GROUND = frozenset({Kind.PLACE, Kind.PLANT})
CARRIED = frozenset({Kind.FOOD, Kind.THING, Kind.WEAR})


@dataclass(frozen=True)
class Placed:
    """One drawing: the top left corner of its ink, and the length of a unit of its view box."""

    emoji: Emoji
    left: float
    top: float
    scale: float

    @property
    def right(self) -> float:
        return self.left + self.emoji.ink.width * self.scale

    @property
    def bottom(self) -> float:
        return self.top + self.emoji.ink.height * self.scale

    def moved(self, right: float, down: float, zoom: float) -> Placed:
        return Placed(self.emoji, self.left * zoom + right, self.top * zoom + down, self.scale * zoom)


@dataclass(frozen=True)
class Group:
    """Drawings that are placed as a unit; the top left corner is 0, 0."""

    placed: tuple[Placed, ...]

    @property
    def width(self) -> float:
        return max(one.right for one in self.placed)

    @property
    def height(self) -> float:
        return max(one.bottom for one in self.placed)

    def at(self, left: float, top: float) -> Group:
        return Group(tuple(one.moved(left, top, 1) for one in self.placed))

    def zoomed(self, zoom: float) -> Group:
        return Group(tuple(one.moved(0, 0, zoom) for one in self.placed))


def arranged(scene: Scene) -> Group:
    """Raises ValueError for an empty scene."""
    if not scene:
        raise ValueError("nothing to arrange")
    groups = [
        crowd(_posed(_face(this.emoji) if following and _is_hat(this.emoji, following) else this.emoji), this.count)
        for this, following in zip(scene, [*scene[1:], None], strict=True)
    ]
    whole = groups[0]
    for (last, this), group in zip(pairwise(scene), groups[1:], strict=True):
        whole = layout(last.emoji, this)(whole, group)
    return whole


def layout(last: Emoji, this: Mention) -> Callable[[Group, Group], Group]:
    """Joins a mention to the group before it, whose last thing is `last`."""
    relation, kind = this.relation, this.emoji.kind
    if _is_hat(last, this):
        return wearing
    if this.emoji.name == SEA and relation is Relation.ABOVE:
        return inside
    if (relation, kind) in WITHIN:
        return WITHIN[relation, kind]
    if relation is Relation.ABOVE or (last.kind is Kind.SKY and kind is not Kind.SKY):
        return above
    if relation is Relation.BELOW or (kind is Kind.SKY and last.kind is not Kind.SKY):
        return below
    return beside_smaller if kind in CARRIED else beside


def _is_hat(wearer: Emoji, hat: Mention) -> bool:
    return hat.emoji.name in HATS and wearer.kind not in GROUND and hat.relation is not Relation.ABOVE


def _face(emoji: Emoji) -> Emoji:
    """A hat fits the picture of a cat's face better than that of a whole cat."""
    return catalogue().named.get((*words(emoji.name), "face"), emoji)


def _posed(emoji: Emoji) -> Group:
    scale = 1 / max(emoji.ink.width, emoji.ink.height)
    return Group((Placed(emoji, 0, 0, scale),))


def crowd(one: Group, count: int) -> Group:
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
    together = _together(*placed)
    return together.zoomed(1 if count == 1 else CROWD / max(together.width, together.height))


def beside(left: Group, right: Group) -> Group:
    """Side by side on the same ground line."""
    ground = max(left.height, right.height)
    return _together(left.at(0, ground - left.height), right.at(left.width + GAP, ground - right.height))


def beside_smaller(left: Group, right: Group) -> Group:
    """Something that is held, eaten or played with."""
    return beside(left, right.zoomed(0.7))


def above(upper: Group, lower: Group) -> Group:
    """A rider in front of its vehicle, slightly narrower."""
    rider = upper.zoomed(min(1, 0.85 * lower.width / upper.width))
    sunk = 0.12 * rider.height
    return _together(
        lower.at(0, rider.height - sunk),
        rider.at((lower.width - rider.width) / 2, 0),
    )


def below(lower: Group, upper: Group) -> Group:
    """A cloud, tree or rainbow over something: as wide as what is below and at most 0.75 times as high."""
    roof = upper.zoomed(min(lower.width / upper.width, 0.75 * lower.height / upper.height))
    width = max(lower.width, roof.width)
    return _together(
        roof.at((width - roof.width) / 2, 0),
        lower.at((width - lower.width) / 2, roof.height + GAP),
    )


def in_front(front: Group, back: Group) -> Group:
    """A person at the left corner of a castle, larger than in reality."""
    scenery = back.zoomed(1.3)
    person = front.zoomed(0.75)
    overhang = person.width / 2
    return _together(scenery.at(overhang, 0), person.at(0, scenery.height + 0.1 - person.height))


def inside(passenger: Group, vessel: Group) -> Group:
    """A passenger looking out: the vessel hides its lower third."""
    seated = passenger.zoomed(min(1, 0.65 * vessel.width / passenger.width))
    visible = 0.65 * seated.height - RIMS.get(vessel.placed[0].emoji.name, 0) * vessel.height
    return _together(
        seated.at((vessel.width - seated.width) / 2, 0),
        vessel.at(0, visible),
    )


def wearing(wearer: Group, hat: Group) -> Group:
    """The hat on top of the head, which is assumed to be in the middle."""
    fitting = hat.zoomed(0.5 * wearer.width / hat.width)
    sunk = 0.2 * fitting.height
    return _together(
        wearer.at(0, fitting.height - sunk),
        fitting.at((wearer.width - fitting.width) / 2, 0),
    )


def _together(*groups: Group) -> Group:
    """Later groups are in front."""
    placed = [one for group in groups for one in group.placed]
    left, top = min(one.left for one in placed), min(one.top for one in placed)
    return Group(tuple(one.moved(-left, -top, 1) for one in placed))


WITHIN = {
    (Relation.BELOW, Kind.PLANT): in_front,
    (Relation.IN, Kind.PLACE): in_front,
    (Relation.IN, Kind.PLANT): in_front,
    (Relation.IN, Kind.VEHICLE): inside,
    (Relation.IN, Kind.THING): inside,
    (Relation.IN, Kind.FOOD): inside,
    (Relation.AT, Kind.PLACE): in_front,
    (Relation.AT, Kind.PLANT): in_front,
    (Relation.AT, Kind.VEHICLE): inside,
}
"By relation and kind: in a car, in front of a house, under a tree. Elsewhere: beside it."
