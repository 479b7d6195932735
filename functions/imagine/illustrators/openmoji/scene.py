"""What is to be seen: up to three things, how many of each, and how each stands by those before it."""

from dataclasses import dataclass
from enum import StrEnum

from functions.imagine.illustrators.openmoji.catalogue import Emoji

MOST_THINGS = 3
"More would be too small on a 48 mm sticker."


class Relation(StrEnum):
    """How a thing stands by what was named before it."""

    BESIDE = "beside"
    ABOVE = "above"
    "What came before is above this one: rider and vehicle."
    BELOW = "below"
    "What came before is below this one."
    IN = "in"
    AT = "at"
    "In a vehicle, in front of a place, beside anything else."
    WEARING = "wearing"


@dataclass(frozen=True)
class Mention:
    """One thing of the wish."""

    emoji: Emoji
    count: int = 1
    relation: Relation = Relation.BESIDE
    "To what was mentioned before it; means nothing for the first."


Scene = tuple[Mention, ...]
"Empty if nothing of the wish could be found."
