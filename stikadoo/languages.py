"""Language tags (BCP 47): their primary language, and phrase lookup by it with English as the fallback."""

from collections.abc import Mapping
from typing import TypeVar

Phrase = TypeVar("Phrase")

LANGUAGES = ("en", "zh")
"Every phrase table has all of these."


def in_language(phrases: Mapping[str, Phrase], tag: str) -> Phrase:
    return phrases.get(primary_language(tag), phrases["en"])


def primary_language(tag: str) -> str:
    """en-US → en."""
    return normalised_tag(tag).split("-")[0]


def normalised_tag(tag: str) -> str:
    """en_US → en-us, for comparison: tags are case-insensitive."""
    return tag.replace("_", "-").lower()
