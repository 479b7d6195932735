"""Draws a thing of a scene with all that belongs to it: its costume, what it wears, holds, eats, does and feels."""

from __future__ import annotations

from dataclasses import dataclass

from functions.imagine.illustrators.openmoji.anatomy import Anatomy, anatomy
from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind, catalogue, words
from functions.imagine.illustrators.openmoji.groups import GAP, Group, crowd, posed, strip, together
from functions.imagine.illustrators.openmoji.marks import MARKS
from functions.imagine.illustrators.openmoji.props import (
    ACTIONS,
    CAT_FACES,
    COSTUMES,
    FEELINGS,
    GARMENTS,
    HATS,
    ON_BACK,
    ON_EYES,
    ON_FEET,
    ON_NECK,
    Prop,
    Spot,
)
from functions.imagine.illustrators.openmoji.scene import Relation, Thing
from functions.imagine.illustrators.openmoji.stature import side, stature

RAISED = frozenset(
    {"balloon", "kite", "umbrella", "triangular flag", "rainbow flag", "pirate flag", "sparkler", "parachute"}
)
"Held at the lower end."
FLYING = frozenset(
    {"bat", "butterfly", "honeybee", "dragon", "unicorn", "fairy", "eagle", "dove", "bird", "phoenix", "owl"}
)
"They fly without wings from us."
BEHIND_BODY = frozenset({Spot.BEHIND, Spot.BELOW, Spot.CORNER, Spot.BACK, Spot.BODY})
WORN = {Spot.HEAD: HATS, Spot.EYES: ON_EYES, Spot.NECK: ON_NECK, Spot.FEET: ON_FEET, Spot.BACK: ON_BACK}
WORN_SIZE = {Spot.HEAD: 0.8, Spot.EYES: 1.0, Spot.NECK: 0.9, Spot.FEET: 0.5, Spot.BACK: 0.6}
SMALLEST_HEAD = 0.35
"As a share of the figure: a hat on a smaller head would not be seen."
NARROW = frozenset({"crown", "party hat", "horn"})


def picture(name: str) -> Emoji:
    return MARKS.get(name) or catalogue().named[words(name)]


@dataclass(frozen=True)
class Figure:
    """A drawing and its anatomy, in a common coordinate system: that of the drawing's view box."""

    emoji: Emoji
    anatomy: Anatomy

    @property
    def side(self) -> float:
        left, top, right, bottom = self.anatomy.box
        return max(right - left, bottom - top)

    def put(self, prop: Group, spot: Spot, size: float) -> Group:
        """The prop, in view box units."""
        return _PLACES[spot](self.anatomy, prop, size, self.side)


def figure(thing: Thing, carried: list[Thing]) -> Group:
    """As many as there are, each with what it carries."""
    one = _figure(thing, carried)
    unit = side(thing) / max(thing.emoji.ink.width, thing.emoji.ink.height)
    return crowd(one.zoomed(unit), thing.count, side(thing) * (1 + 0.12 * min(thing.count, 10)))


def _figure(thing: Thing, carried: list[Thing]) -> Group:
    """In view box units of its drawing."""
    emoji = _variant(thing, carried)
    zoom = max(emoji.ink.width, emoji.ink.height)
    body = posed(emoji, thing.pattern).zoomed(zoom).at(emoji.ink.left, emoji.ink.top)
    props = [*_props(thing, emoji), *(_carried(one, thing) for one in carried if not _has_already(emoji, one))]
    if not props:
        return together(body)
    shape = Figure(emoji, anatomy(emoji))
    back: list[Group] = []
    front: list[Group] = []
    for group, spot, size in props:
        placed = shape.put(group, spot, size)
        (back if spot in BEHIND_BODY else front).append(placed)
    return together(*back, body, *front)


def _has_already(wearer: Emoji, worn: Thing) -> bool:
    """A princess is drawn with her crown."""
    return any(prop.picture == worn.emoji.name for prop in COSTUMES.get(wearer.name, ()))


def _variant(thing: Thing, carried: list[Thing]) -> Emoji:
    """A cat's feelings are in its face. Hats and clothes fit the picture of a face best."""
    named = catalogue().named
    if thing.feeling in CAT_FACES and thing.emoji.name in {"cat", "cat face", "black cat"}:
        return named[words(CAT_FACES[thing.feeling])]
    costume = COSTUMES.get(thing.costume or "", ())
    needs_head = any(prop.spot in {Spot.HEAD, Spot.EYES} for prop in (*costume, *ACTIONS.get(thing.action or "", ())))
    needs_head |= any(one.emoji.name in HATS | ON_EYES | GARMENTS for one in carried)
    return named.get((*words(thing.emoji.name), "face"), thing.emoji) if needs_head else thing.emoji


def _props(thing: Thing, drawn: Emoji) -> list[tuple[Group, Spot, float]]:
    props: list[Prop] = [*COSTUMES.get(thing.costume or "", ())]
    action = ACTIONS.get(thing.action or "", ())
    if thing.action == "flying" and (thing.emoji.name in FLYING or thing.emoji.kind in {Kind.VEHICLE, Kind.SKY}):
        action = (Prop("puff", Spot.BELOW, 0.5),)
    props += action
    if thing.feeling and drawn.name not in CAT_FACES.values() and thing.feeling in FEELINGS:
        props.append(Prop(FEELINGS[thing.feeling], Spot.BUBBLE, 0.45))
    return [(posed(picture(prop.picture)), prop.spot, prop.size) for prop in props]


def _carried(one: Thing, bearer: Thing) -> tuple[Group, Spot, float]:
    if one.relation is Relation.WEARING:
        if one.emoji.name in GARMENTS:
            return posed(one.emoji, one.pattern), Spot.BODY, 1.5
        for spot, names in WORN.items():
            if one.emoji.name in names:
                return posed(one.emoji, one.pattern), spot, 0.6 if one.emoji.name in NARROW else WORN_SIZE[spot]
    count = 1 if one.count == bearer.count else one.count
    spot = Spot.MOUTH if one.relation is Relation.EATING else Spot.RAISED if one.emoji.name in RAISED else Spot.HAND
    size = min(0.75, max(0.42, 0.75 * side(one) / stature(bearer.emoji)))
    return crowd(posed(one.emoji, one.pattern), count, 1 + 0.1 * count), spot, size


def _sized(prop: Group, side: float) -> Group:
    return prop.zoomed(side / prop.side)


def _wide(prop: Group, width: float) -> Group:
    return prop.zoomed(width / prop.width)


def _on_head(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    hat = _wide(prop, max(size * body.head.width, size * SMALLEST_HEAD * side))
    return hat.at(body.head.middle - hat.width / 2, body.head.top - 0.82 * hat.height)


def _over_eyes(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    worn = _wide(prop, max(size * body.head.width, 0.2 * side))
    return worn.at(body.head.middle - worn.width / 2, body.head.eyes - worn.height / 2)


def _at_neck(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    worn = _wide(prop, size * body.head.width)
    return worn.at(body.head.middle - worn.width / 2, body.head.eyes + 0.45 * body.head.width)


def _as_body(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    """Clothes below a head."""
    left, _, right, bottom = body.box
    worn = _sized(prop, size * (right - left))
    return worn.at((left + right) / 2 - worn.width / 2, bottom - 0.08 * worn.height)


def _at_mouth(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    return _outside(body, _sized(prop, size * side), body.head.eyes + 0.35 * body.head.width, 0.12)


def _in_hand(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    _, top, _, bottom = body.box
    return _outside(body, _sized(prop, size * side), top + 0.66 * (bottom - top), 0.12)


def _raised(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    _, top, _, bottom = body.box
    held = _sized(prop, 0.8 * side)
    return _outside(body, held, top + 0.66 * (bottom - top) - held.height / 2, 0.12)


def _outside(body: Anatomy, prop: Group, y: float, overlap: float) -> Group:
    """At the edge of the silhouette, on the side that it faces."""
    left, right = body.edges(y - prop.height / 2, y + prop.height / 2)
    x = right - overlap * prop.width if body.faces_right else left - (1 - overlap) * prop.width
    return prop.at(x, y - prop.height / 2)


def _on_back(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    worn = _sized(prop, size * side)
    if worn.placed[0].emoji.name == "cape":
        return worn.at(body.head.middle - worn.width / 2, body.head.eyes)
    left, top, right, bottom = body.box
    if bottom - top > 0.9 * (right - left):
        return worn.at(right - 0.35 * worn.width, (top + bottom) / 2 - 0.6 * worn.height)
    x, y = body.back()
    return worn.at(x - worn.width / 2, max(y, body.head.top) - 0.6 * worn.height)


def _under_feet(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    left, _, right, bottom = body.box
    worn = _wide(prop, size * (right - left))
    return worn.at((left + right - worn.width) / 2, bottom - 0.15 * worn.height)


def _at_waist(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    left, top, right, bottom = body.box
    width = size * (right - left)
    water = strip(prop.placed[0].emoji, width, 0.36 * (bottom - top))
    return water.at((left + right - width) / 2, bottom - 0.75 * water.height)


def _corner(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    """Right of the head, above what is there."""
    sign = _sized(prop, size * side)
    x = body.head.right + GAP * side / 3
    columns = [x + sign.width * share / 4 for share in range(5)]
    return sign.at(x, min(body.head.eyes, *(body.top_at(column) - 1 for column in columns)) - sign.height)


def _bubble(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    tail = _corner(body, posed(MARKS["bubble tail"]), 0.16, side)
    last = tail.placed[0]
    face = _sized(prop, size * side)
    face = face.at(last.right - 0.1 * face.width, last.top - 0.75 * face.height)
    return Group((*tail.placed, *face.placed))


def _behind(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    _, top, _, bottom = body.box
    lines = _sized(prop, size * side)
    y = top + 0.6 * (bottom - top)
    left, right = body.edges(y - lines.height / 2, y + lines.height / 2)
    x = left - lines.width - 2 if body.faces_right else right + 2
    return lines.at(x, y - lines.height / 2)


def _below(body: Anatomy, prop: Group, size: float, side: float) -> Group:
    left, _, right, bottom = body.box
    ground = _sized(prop, size * side)
    return ground.at((left + right - ground.width) / 2, bottom + (2 if ground.placed[0].emoji.name != "hole" else -2))


_PLACES = {
    Spot.HEAD: _on_head,
    Spot.EYES: _over_eyes,
    Spot.NECK: _at_neck,
    Spot.BODY: _as_body,
    Spot.MOUTH: _at_mouth,
    Spot.HAND: _in_hand,
    Spot.RAISED: _raised,
    Spot.BACK: _on_back,
    Spot.FEET: _under_feet,
    Spot.WAIST: _at_waist,
    Spot.CORNER: _corner,
    Spot.BUBBLE: _bubble,
    Spot.BEHIND: _behind,
    Spot.BELOW: _below,
}
