"""A person and what helps or covers them as one drawing: «a girl in a wheelchair», «a man with a turban»."""

from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind, catalogue, words
from functions.imagine.illustrators.openmoji.scene import Relation

_DRAWN_WITH = {
    "manual wheelchair": "{} in manual wheelchair",
    "motorized wheelchair": "{} in motorized wheelchair",
    "white cane": "{} with white cane",
    "person wearing turban": "{} wearing turban",
    "woman with headscarf": "woman with headscarf",
}
_FEMALE = frozenset({"girl", "woman", "old woman"})
_MALE = frozenset({"boy", "man", "old man"})
_NEUTRAL = frozenset({"child", "person", "older person"})


def one_drawing(person: Emoji, aid: Emoji, relation: Relation) -> Emoji | None:
    """None if they are two drawings: «a girl and a wheelchair», «a cat in a wheelchair»."""
    if relation is Relation.BESIDE or aid.name not in _DRAWN_WITH or person.kind is not Kind.PERSON:
        return None
    who = _who(person.name)
    return catalogue().named[words(_DRAWN_WITH[aid.name].format(who))] if who else None


def _who(name: str) -> str:
    """Empty for a person whose clothes would be lost: a firefighter."""
    if name in _NEUTRAL:
        return "person"
    return "woman" if name in _FEMALE else "man" if name in _MALE else ""
