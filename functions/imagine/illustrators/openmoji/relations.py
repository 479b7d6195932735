"""The relation of a thing to the subject: who has a hat wears it, who has a ball holds it."""

from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind
from functions.imagine.illustrators.openmoji.people import is_person
from functions.imagine.illustrators.openmoji.props import COSTUMES, ON_FEET
from functions.imagine.illustrators.openmoji.scene import Relation

SMALL = frozenset({Kind.FOOD, Kind.THING, Kind.WEAR, Kind.PLANT, Kind.FEELING, Kind.SIGN})
"What can be held."
EATEN = SMALL | {Kind.ANIMAL, Kind.PERSON}
CARRIED = frozenset({Relation.WEARING, Relation.HOLDING, Relation.EATING})
PUT_ON = frozenset({Relation.WITH, Relation.IN, Relation.HOLDING, Relation.WEARING})
"What these say of clothes."
PREPOSITIONS = frozenset({Relation.IN, Relation.AT, Relation.ABOVE, Relation.BELOW})
"What a setting stands after."
TRAVELLING = frozenset({Relation.ABOVE, Relation.AT, Relation.IN, Relation.OVER})
MUTUAL = frozenset({Relation.LOVING, Relation.FIGHTING, Relation.CHASING})
_TOUCHING = frozenset({Relation.ABOVE, Relation.OVER, Relation.BELOW, Relation.IN})
_BURNING = frozenset({"fire", "bomb"})
_UNCLEAN = frozenset({"toilet", "wastebasket", "pot of food"})
_GROWN = frozenset({"wing", "horn"})
_PARTS = frozenset({"speaking head", "wheel", "feather"})


def is_part(emoji: Emoji) -> bool:
    """Of a body or a vehicle, which is drawn with it. A hearing aid is drawn on an ear of its own."""
    if emoji.name == "ear with hearing aid":
        return False
    return emoji.kind is Kind.BODY or emoji.name in _PARTS | _GROWN


def can_grow(emoji: Emoji) -> bool:
    return emoji.name in _GROWN and emoji.name in COSTUMES


def is_unkind(emoji: Emoji, relation: Relation, subject: Emoji) -> bool:
    """«a man on a girl», «a fire on a child», «a child in a toilet»: they are drawn side by side."""
    if relation is Relation.FIGHTING:
        return emoji.kind is subject.kind is Kind.PERSON
    if is_person(emoji) and is_person(subject):
        return relation in _TOUCHING | {Relation.EATING}
    is_alive = any(one.kind is Kind.ANIMAL or is_person(one) for one in (emoji, subject))
    if is_alive and {emoji.name, subject.name} & _BURNING:
        return relation in _TOUCHING
    return is_person(subject) and emoji.name in _UNCLEAN and relation is Relation.IN


def resolved(emoji: Emoji, relation: Relation, before: Relation, bearer: Emoji) -> Relation:
    """`before` is the relation of the last thing, which an «and» continues: «wearing a hat and boots»."""
    if is_unkind(emoji, relation, bearer):
        return Relation.BESIDE
    if relation is Relation.BESIDE and before in CARRIED and emoji.kind in SMALL:
        relation = Relation.WITH if before is Relation.WEARING else before
    if (emoji.kind is Kind.WEAR and relation in PUT_ON) or (emoji.name in ON_FEET and relation is Relation.ABOVE):
        return Relation.BESIDE if bearer.kind in {Kind.PLACE, Kind.SKY} else Relation.WEARING
    if emoji.kind is Kind.BODY and relation in CARRIED:
        return Relation.BESIDE
    if relation is Relation.WITH:
        return Relation.HOLDING if _can_hold(bearer) and emoji.kind in SMALL else Relation.BESIDE
    if (relation is Relation.HOLDING and emoji.kind not in SMALL) or (
        relation is Relation.EATING and emoji.kind not in EATEN
    ):
        return Relation.BESIDE
    return relation


def _can_hold(bearer: Emoji) -> bool:
    return bearer.kind not in {Kind.PLACE, Kind.SKY, Kind.PLANT}
