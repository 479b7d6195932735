"""Nouns kept and word error rate, of normalised texts; in Chinese by characters.

Case, punctuation and accents do not count; small numbers count alike as digits and as words. A noun is kept if the
transcript contains it, or its plural or singular, as a word or as two (`ice cream` and `icecream`).
"""

import re
import unicodedata
from itertools import pairwise

import jiwer

_PLURALS = ("", "s", "es", "e", "n", "en", "er", "'s")
"Endings of English, German, Spanish and French plurals."

_IRREGULAR = {
    **{"mice": "mouse", "feet": "foot", "teeth": "tooth", "geese": "goose", "men": "man", "women": "woman"},
    **{"children": "child", "wolves": "wolf", "knives": "knife", "leaves": "leaf", "people": "person"},
}
_DIGITS = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    "de": ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"],
    "es": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
    "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"],
    "zh": list("零一二三四五六七八九十"),
}


def normalised(text: str, language: str) -> list[str]:
    """Words; in Chinese characters."""
    plain = text.casefold()
    names = _DIGITS.get(language, [])
    plain = re.sub(r"\d+", lambda match: _number(match[0], names), plain)
    if language == "zh":
        return [letter for letter in plain if letter.isalnum()]
    folded = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return re.findall(r"[\w']+", folded.replace("’", "'"))


def _number(digits: str, names: list[str]) -> str:
    return names[int(digits)] if int(digits) < len(names) else digits


def kept(nouns: tuple[str, ...], text: str, language: str) -> int:
    """How many of the nouns the transcript contains."""
    words = normalised(text, language)
    if language == "zh":
        return sum(noun in "".join(words) for noun in nouns)
    heard = {_singular(word) for word in [*words, *(first + second for first, second in pairwise(words))]}
    return sum(_is_heard(noun, language, heard) for noun in nouns)


def _is_heard(noun: str, language: str, heard: set[str]) -> bool:
    singular = _singular("".join(normalised(noun.replace("_", " "), language)))
    return any(
        singular == word or singular + ending == word or singular == word + ending
        for word in heard
        for ending in _PLURALS
    )


def _singular(word: str) -> str:
    word = _IRREGULAR.get(word, word)
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word


def errors(said: str, text: str, language: str) -> tuple[int, int]:
    """Wrong, missing and added words, and the words that were said."""
    reference, heard = normalised(said, language), normalised(text, language)
    result = jiwer.process_words(" ".join(reference), " ".join(heard))
    return result.substitutions + result.deletions + result.insertions, len(reference)
