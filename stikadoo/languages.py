"""A BCP 47 tag picks the nearest phrase: «zh-CN» reads the «zh» one; what is not there is read in English."""

from collections.abc import Mapping
from typing import TypeVar

Phrase = TypeVar("Phrase")

LANGUAGES = ("en", "zh")
"Every table of phrases has all of these."


def in_language(phrases: Mapping[str, Phrase], tag: str) -> Phrase:
    primary = tag.replace("_", "-").split("-")[0].lower()
    return phrases.get(primary, phrases["en"])
