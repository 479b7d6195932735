"""Which drawings show people: a pattern would cover their faces."""

from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind
from functions.imagine.illustrators.openmoji.props import listed_names

_HUMAN_BEINGS = listed_names(
    """baby angel|Santa Claus|Mrs. Claus|Mx Claus|superhero|supervillain|mage|fairy|vampire|merperson|merman|mermaid|elf
    |genie|zombie|witch|pirate|puppet|clown face"""
)


def is_person(emoji: Emoji) -> bool:
    """In a costume or not."""
    return emoji.kind is Kind.PERSON or emoji.name.removeprefix("man ").removeprefix("woman ") in _HUMAN_BEINGS


def has_human_face(emoji: Emoji) -> bool:
    is_smiley = emoji.kind is Kind.FEELING and "face" in emoji.name
    return is_person(emoji) or is_smiley or emoji.kind is Kind.BODY
