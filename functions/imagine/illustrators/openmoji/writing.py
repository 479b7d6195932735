"""What a wish asks to be written: «write my name Zoë», «the letter A», «number seven», «happy birthday grandma»."""

from __future__ import annotations

from functions.imagine.illustrators.openmoji.tokens import Token
from functions.imagine.illustrators.openmoji.vocabulary import Sense

WHOLE = "whole"
"A phrase that is written with all that follows, and whose other words are drawn, too."


def written(tokens: list[Token], at: int) -> tuple[str, int]:
    """The words, and the index of the first token after them."""
    how, rest = tokens[at].senses[Sense.WRITE], tokens[at + 1 :]
    if how == WHOLE:
        return text_of(tokens[at:]), at + 1
    if how == "letter":
        return text_of(rest[:1]).upper(), at + 2
    taken = 0
    if how == "number":
        taken = next((n for n, token in enumerate(rest) if not token.is_a(Sense.NUMBER)), len(rest))
        return _digits(rest[:taken]), at + 1 + taken
    unknown = next((n for n, token in enumerate(rest) if token.senses), len(rest))
    taken = unknown or len(rest)
    return text_of(rest[:taken]), at + 1 + taken


def total(before: int | None, value: int) -> int:
    """«twenty» «one» is 21."""
    if before and before >= 20 and before % 10 == 0 and value < 10:
        return before + value
    return value


def text_of(tokens: list[Token]) -> str:
    """What is several words in one, once: «Anna-Lena»."""
    return " ".join(text for _, text in dict.fromkeys((token.at, token.text) for token in tokens)).strip()


def _digits(numbers: list[Token]) -> str:
    """A number in digits is written as in the wish: «3.14»."""
    if numbers and all(token.text[0].isdecimal() for token in numbers):
        return text_of(numbers)
    value = None
    for token in numbers:
        value = total(value, int(token.senses[Sense.NUMBER]))
    return "" if value is None else str(value)
