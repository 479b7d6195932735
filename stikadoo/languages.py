"""A BCP 47 tag picks the nearest phrase: «zh-CN» reads the «zh» one; what is not there is read in English."""

from collections.abc import Mapping
from typing import TypeVar

Phrase = TypeVar("Phrase")

LANGUAGES = ("en", "zh")
"Every table of phrases has all of these."


def in_language(phrases: Mapping[str, Phrase], tag: str) -> Phrase:
    return phrases.get(primary_language(tag), phrases["en"])


def primary_language(tag: str) -> str:
    """en of en-US."""
    return normalised_tag(tag).split("-")[0]


def normalised_tag(tag: str) -> str:
    """en-us of en_US: tags are equal without case."""
    return tag.replace("_", "-").lower()
