"""The scene of a wish: up to three things, how many of each, and each one's position relative to those before it."""

from dataclasses import dataclass
from enum import StrEnum

from functions.imagine.illustrators.openmoji.catalogue import Emoji

MAX_THINGS = 3
"More would be too small on a 48 mm sticker."
MAX_COUNT = 12
"Of one thing."


class Relation(StrEnum):
    """The position of a thing relative to what was mentioned before it."""

    BESIDE = "beside"
    ABOVE = "above"
    "The previous thing is above this one: rider and vehicle."
    BELOW = "below"
    "The previous thing is below this one."
    IN = "in"
    AT = "at"
    "In a vehicle, in front of a place, beside anything else."
    WEARING = "wearing"


@dataclass(frozen=True)
class Mention:
    emoji: Emoji
    count: int = 1
    relation: Relation = Relation.BESIDE
    "To what was mentioned before; unused for the first."


Scene = tuple[Mention, ...]
"Empty if no word of the wish is known."
