"""Arranges the figures of a scene by their relations, and the elements of its settings around them.

rasterize.py scales the whole arrangement to the paper.
"""

from __future__ import annotations

from collections.abc import Callable

from functions.imagine.illustrators.openmoji.anatomy import anatomy
from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind
from functions.imagine.illustrators.openmoji.figures import figure, picture
from functions.imagine.illustrators.openmoji.groups import GAP, Group, posed, together
from functions.imagine.illustrators.openmoji.props import listed_names
from functions.imagine.illustrators.openmoji.scene import Relation, Scene, Thing
from functions.imagine.illustrators.openmoji.surroundings import surrounded

RIMS = {"bathtub": 0.42}
"Share of the drawing's height above the rim that a passenger looks over; the bathtub has a shower."
MOUNTED = 0.55
"The width of a rider, as a share of the animal's."
ROW_BONUS = 1.15
"One row is kept unless two are that much larger."


def arranged(scene: Scene) -> Group:
    """Raises ValueError for a scene without things."""
    if not scene.things:
        raise ValueError("nothing to arrange")
    pairs = [
        (thing, figure(thing, _carried_by(at, scene))) for at, thing in enumerate(scene.things) if thing.bearer is None
    ]
    whole, row = pairs[0][1], [pairs[0][1]]
    last = pairs[0][0]
    for thing, group in pairs[1:]:
        join = layout(last.emoji, thing)
        if join is beside:
            row.append(group)
            whole = rows(row)
        else:
            whole = join(whole, group)
            row = [whole]
        last = thing
    return surrounded(whole, scene.settings)


def _carried_by(bearer: int, scene: Scene) -> list[Thing]:
    return [thing for thing in scene.things if thing.bearer == bearer]


CONTAINERS = listed_names(
    """bathtub|package|basket|bucket|wrapped gift|shopping cart|luggage|jar|toilet|wastebasket|pot of food|steaming bowl
    |bowl with spoon|hot beverage|teacup without handle|cup with straw|glass of milk|bed|backpack|jack-o-lantern|egg
    |treasure chest|wheelbarrow|nest with eggs|empty nest|honey pot|takeout box"""
)
"One sits in them. On all other things one sits."
OPEN = frozenset(
    {"bicycle", "motorcycle", "kick scooter", "skateboard", "sled", "motor scooter", "roller skate", "rocket"}
)
"Vehicles that one sits on."


def layout(last: Emoji, this: Thing) -> Callable[[Group, Group], Group]:
    """Joins a figure to the group before it, whose last thing is `last`."""
    relation, kind = this.relation, this.emoji.kind
    if (relation is Relation.IN and _is_sat_on(this.emoji)) or (relation is Relation.AT and this.emoji.name in OPEN):
        return above
    if (relation, kind) in WITHIN:
        return WITHIN[relation, kind]
    if relation in JOINS:
        return JOINS[relation]
    if last.kind is Kind.SKY and kind is not Kind.SKY:
        return over
    if relation is Relation.BELOW or (kind is Kind.SKY and last.kind is not Kind.SKY):
        return below
    return beside


def _is_sat_on(emoji: Emoji) -> bool:
    return emoji.name in OPEN or (emoji.kind in {Kind.THING, Kind.FOOD} and emoji.name not in CONTAINERS)


def beside(left: Group, right: Group) -> Group:
    return _row([left, right])


def rows(groups: list[Group]) -> Group:
    """Side by side on the same ground line, or in two rows if they are drawn larger so."""
    one = _row(groups)
    if len(groups) < 2:
        return one
    half = (len(groups) + 1) // 2
    two = _stacked(_row(groups[: len(groups) - half]), _row(groups[len(groups) - half :]))
    return two if one.side > ROW_BONUS * two.side else one


def _row(groups: list[Group]) -> Group:
    ground = max(group.height for group in groups)
    placed, left = [], 0.0
    for group in groups:
        placed.append(group.at(left, ground - group.height))
        left += group.width + GAP
    return together(*placed)


def _stacked(upper: Group, lower: Group) -> Group:
    width = max(upper.width, lower.width)
    return together(
        upper.at((width - upper.width) / 2, 0),
        lower.at((width - lower.width) / 2, upper.height + GAP),
    )


def above(upper: Group, lower: Group) -> Group:
    """A rider in front of what it rides, on its back or roof."""
    width = MOUNTED if _is_mount(lower) else 0.9
    height = max(1.1 * lower.height, 0.8 * lower.width)
    rider = upper.zoomed(min(1, width * lower.width / upper.width, height / upper.height))
    x, y = _seat(lower)
    sunk = 0.1 * rider.height
    return together(lower, rider.at(x - rider.width / 2, y - rider.height + sunk))


def _is_mount(lower: Group) -> bool:
    """An animal whose head stays visible."""
    emoji = lower.placed[0].emoji
    return len(lower.placed) == 1 and emoji.kind is Kind.ANIMAL and anatomy(emoji).has_back


def _seat(lower: Group) -> tuple[float, float]:
    """The back of a single drawing; the middle of the top of several."""
    if len(lower.placed) > 1 or lower.placed[0].emoji.kind not in {Kind.ANIMAL, Kind.VEHICLE}:
        return lower.width / 2, _top(lower)
    one = lower.placed[0]
    x, y = anatomy(one.emoji).back() if one.emoji.kind is Kind.ANIMAL else _roof(one.emoji)
    return (x - one.emoji.ink.left) * one.scale, max(0, (y - one.emoji.ink.top) * one.scale)


def _roof(emoji: Emoji) -> tuple[float, float]:
    middle = (emoji.ink.left + emoji.ink.right) / 2
    return middle, anatomy(emoji).top_at(middle)


def _top(lower: Group) -> float:
    one = lower.placed[0]
    return 0 if len(lower.placed) > 1 else max(0.0, (_roof(one.emoji)[1] - one.emoji.ink.top) * one.scale)


def over(upper: Group, lower: Group) -> Group:
    """In the air above something."""
    return _stacked(upper.zoomed(min(1, 1.2 * lower.width / upper.width, 1.5 * lower.height / upper.height)), lower)


def below(lower: Group, upper: Group) -> Group:
    """A cloud, tree or rainbow over something: as wide as what is below and at most 0.75 times as high."""
    roof = upper.zoomed(min(lower.width / upper.width, 0.75 * lower.height / upper.height))
    return _stacked(roof, lower)


def in_front(front: Group, back: Group) -> Group:
    """A figure at the left corner of a castle or under a tree, larger than in reality."""
    height = 0.5 * back.height
    person = front.zoomed(min(1, 1.3 * height / front.height))
    overhang = 0.75 * person.width
    return together(back.at(overhang, 0), person.at(0, back.height + 0.04 - person.height))


def inside(passenger: Group, vessel: Group) -> Group:
    """A passenger looking out: the vessel hides its lower third."""
    seated = passenger.zoomed(min(1.2, 0.65 * vessel.width / passenger.width, 1.3 * vessel.height / passenger.height))
    visible = 0.65 * seated.height - RIMS.get(vessel.placed[0].emoji.name, 0) * vessel.height
    return together(seated.at((vessel.width - seated.width) / 2, 0), vessel.at(0, visible))


def chasing(hunter: Group, prey: Group) -> Group:
    lines = posed(picture("speed lines")).zoomed(0.3)
    return _row([hunter, lines.at(0, 0), prey])


def fighting(one: Group, other: Group) -> Group:
    return _between(one, other, "fight cloud")


def loving(one: Group, other: Group) -> Group:
    return _between(one, other, "red heart")


def _between(one: Group, other: Group, sign: str) -> Group:
    """A sign above the gap between two."""
    pair = _row([one, other])
    mark = posed(picture(sign)).zoomed(0.22 * pair.side)
    return together(pair.at(0, 0.7 * mark.height), mark.at(one.width + GAP / 2 - mark.width / 2, 0))


JOINS = {
    Relation.ABOVE: above,
    Relation.OVER: over,
    Relation.CHASING: chasing,
    Relation.FIGHTING: fighting,
    Relation.LOVING: loving,
}
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
