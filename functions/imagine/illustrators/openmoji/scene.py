"""The scene of a wish, the same for every language: things, what each does and feels, where, and what is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from functions.imagine.illustrators.openmoji.catalogue import Emoji

MAX_THINGS = 6
"More would be too small on a 48 mm sticker."
MAX_COUNT = 100
"Of one thing."


class Relation(StrEnum):
    """The position of a thing relative to what was mentioned before it."""

    BESIDE = "beside"
    WITH = "with"
    "Worn or held if it can be; else beside."
    ABOVE = "above"
    "The previous things are on this one: rider and vehicle."
    OVER = "over"
    "The previous things are in the air above this one."
    BELOW = "below"
    "The previous things are below this one."
    IN = "in"
    AT = "at"
    "In a vehicle, in front of a place, beside anything else."
    WEARING = "wearing"
    HOLDING = "holding"
    EATING = "eating"
    CHASING = "chasing"
    FIGHTING = "fighting"
    LOVING = "loving"
    "Hugging, kissing, holding hands."


class Size(StrEnum):
    SMALL = "small"
    BIG = "big"


class Pattern(StrEnum):
    STRIPED = "striped"
    SPOTTED = "spotted"
    BLACK = "black"


@dataclass(frozen=True)
class Thing:
    emoji: Emoji
    count: int = 1
    relation: Relation = Relation.BESIDE
    "To what was mentioned before; unused for the first."
    bearer: int | None = None
    "For things that are worn or held: the index of who wears or holds them."
    size: Size | None = None
    pattern: Pattern | None = None
    feeling: str | None = None
    "A key of FEELINGS in props.py."
    action: str | None = None
    "A key of ACTIONS in props.py."
    costume: str | None = None
    "A key of COSTUMES in props.py: «a princess cat»."


@dataclass(frozen=True)
class Scene:
    things: tuple[Thing, ...] = ()
    settings: tuple[str, ...] = ()
    "Keys of SETTINGS in props.py."
    lettering: str = ""
    "What the wish asks to be written."
    unknown: str = ""
    "Names and nouns without a drawing, which are written instead."

    def __bool__(self) -> bool:
        return bool(self.things or self.lettering)
