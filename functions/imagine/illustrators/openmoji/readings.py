"""Which of its senses a word has where it stands in a wish."""

from __future__ import annotations

from functions.imagine.illustrators.openmoji.relations import PREPOSITIONS
from functions.imagine.illustrators.openmoji.scene import Relation
from functions.imagine.illustrators.openmoji.tokens import Token
from functions.imagine.illustrators.openmoji.vocabulary import Sense

NOUNS = (Sense.NOUN, Sense.NAME)
DESCRIBING = (Sense.SIZE, Sense.FEELING, Sense.PATTERN)
NOTHING = Token("", {Sense.ARTICLE: ""})
"Before the first word."

_OTHERS = (
    *(Sense.WRITE, Sense.NOT, Sense.AND, Sense.NUMBER, Sense.ACTION, Sense.RELATION, Sense.FEELING, Sense.SIZE),
    *(Sense.PATTERN, Sense.ARTICLE, Sense.MODAL, Sense.FILLER),
)
"The likeliest first."


def before(tokens: list[Token], at: int) -> Token:
    return tokens[at - 1] if at else NOTHING


def reading(tokens: list[Token], at: int, relation: Relation, has_subject: bool) -> Sense | None:
    """`relation` is that of the words before it. None: the word says nothing here."""
    token = tokens[at]
    candidates = {
        Sense.PLACE: is_place(token, relation),
        Sense.SETTING: True,
        Sense.SIZE: names_next(tokens, at),
        Sense.NAME: True,
        Sense.NOUN: not token.is_a(Sense.WRITE) and not _is_verb(tokens, at),
        Sense.RELATION: token.is_a(Sense.ACTION) and has_subject and _has_object(tokens, at),
    }
    fitting = (sense for sense, fits in candidates.items() if fits and token.is_a(sense))
    return next(fitting, None) or next(filter(token.is_a, _OTHERS), None)


def is_place(token: Token, relation: Relation) -> bool:
    """«on the moon», but not «over the moon»; under the sea, but not under the moon."""
    if not token.is_a(Sense.PLACE) or relation not in PREPOSITIONS:
        return False
    return relation is not Relation.BELOW or token.senses[Sense.PLACE] == "sea"


def names_next(tokens: list[Token], at: int) -> bool:
    """Whether nothing but adjectives is between here and the next noun."""
    skipped = (*DESCRIBING, Sense.ACTION, Sense.FILLER)
    rest = tokens[at + 1 :]
    following = next((one for one in rest if one.is_a(*NOUNS) or (one.senses and not one.is_a(*skipped))), NOTHING)
    return following.is_a(*NOUNS)


def _is_verb(tokens: list[Token], at: int) -> bool:
    """«a pig that can fly»: a word that is a noun, too."""
    return tokens[at].is_a(Sense.ACTION, Sense.RELATION) and before(tokens, at).is_a(Sense.MODAL, *NOUNS)


def _has_object(tokens: list[Token], at: int) -> bool:
    """For a verb that may have one: «flying a plane», but not «a flying pig»."""
    if before(tokens, at).is_a(Sense.ARTICLE, Sense.NUMBER, *DESCRIBING):
        return False
    skipped = (Sense.ARTICLE, Sense.NUMBER, Sense.FILLER, *DESCRIBING)
    rest = tokens[at + 1 :]
    return next((one for one in rest if one.is_a(*NOUNS) or not one.is_a(*skipped)), NOTHING).is_a(*NOUNS)
