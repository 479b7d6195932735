"""Puts a Chinese wish into the order of the other languages: the subject first, the relation before its thing.

«月亮上的兔子» is moon, on, 的, rabbit: rabbit, on, moon. What is before 的 describes the noun after it.
"""

import re
import unicodedata
from dataclasses import replace

from functions.imagine.illustrators.openmoji.tokens import Token
from functions.imagine.illustrators.openmoji.vocabulary import Sense


def split(text: str) -> tuple[str, ...]:
    """Characters, since there are no spaces; digits together."""
    return tuple(re.findall(r"\d+|[^\W\d_]", unicodedata.normalize("NFKC", text).casefold()))


def ordered(tokens: list[Token]) -> list[Token]:
    return _subject_first(_relation_first(tokens))


def _relation_first(tokens: list[Token]) -> list[Token]:
    """«月亮上» → on, moon."""
    result: list[Token] = []
    for token in tokens:
        if token.is_a(Sense.LOCATIVE) and result and result[-1].is_a(Sense.NOUN, Sense.PLACE):
            relation = replace(token, senses={Sense.RELATION: token.senses[Sense.LOCATIVE]})
            result.insert(len(result) - 1, relation)
        else:
            result.append(token)
    return result


def _subject_first(tokens: list[Token]) -> list[Token]:
    """A clause before 的 moves behind the noun that follows; an adjective stays."""
    of = next((at for at, token in enumerate(tokens) if token.is_a(Sense.OF)), None)
    if of is None:
        return tokens
    rest = tokens[of + 1 :]
    noun = next((at for at, token in enumerate(rest) if token.is_a(Sense.NOUN, Sense.NAME)), None)
    start = _clause_start(tokens[:of])
    clause = tokens[start:of]
    if noun is None or not any(token.is_a(Sense.RELATION, Sense.ACTION, Sense.PLACE, Sense.NOUN) for token in clause):
        return [*tokens[:of], *_subject_first(rest)]
    if not any(token.is_a(Sense.RELATION, Sense.ACTION) for token in clause):
        return [*tokens[:of], *_subject_first(rest)]
    return [*tokens[:start], *rest[: noun + 1], *clause, *_subject_first(rest[noun + 1 :])]


def _clause_start(tokens: list[Token]) -> int:
    """After the last «and», and after the number that counts the noun behind the clause."""
    boundaries = [at + 1 for at, token in enumerate(tokens) if token.is_a(Sense.AND)]
    return boundaries[-1] if boundaries else 0
