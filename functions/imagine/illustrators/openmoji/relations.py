"""The relation of a thing to the subject: who has a hat wears it, who has a ball holds it."""

from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind
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
_GROWN = frozenset({"wing", "horn"})
_PARTS = frozenset({"speaking head", "wheel", "feather"})


def is_part(emoji: Emoji) -> bool:
    """Of a body or a vehicle, which is drawn with it."""
    return emoji.kind is Kind.BODY or emoji.name in _PARTS | _GROWN


def can_grow(emoji: Emoji) -> bool:
    return emoji.name in _GROWN and emoji.name in COSTUMES


def resolved(emoji: Emoji, relation: Relation, before: Relation, bearer: Emoji) -> Relation:
    """`before` is the relation of the last thing, which an «and» continues: «wearing a hat and boots»."""
    if relation is Relation.BESIDE and before in CARRIED and emoji.kind in SMALL:
        relation = Relation.WITH if before is Relation.WEARING else before
    if (emoji.kind is Kind.WEAR and relation in PUT_ON) or (emoji.name in ON_FEET and relation is Relation.ABOVE):
        return Relation.BESIDE if bearer.kind in {Kind.PLACE, Kind.SKY} else Relation.WEARING
    if relation is Relation.WITH:
        return Relation.HOLDING if _can_hold(bearer) and emoji.kind in SMALL else Relation.BESIDE
    if (relation is Relation.HOLDING and emoji.kind not in SMALL) or (
        relation is Relation.EATING and emoji.kind not in EATEN
    ):
        return Relation.BESIDE
    return relation


def _can_hold(bearer: Emoji) -> bool:
    return bearer.kind not in {Kind.PLACE, Kind.SKY, Kind.PLANT}
