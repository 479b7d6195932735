"""Candidate languages for recognition: the device's if it is supported, else all supported ones.

The setting lists languages by BCP 47 (en-US). A device sends en, en-GB or zh-CN: an equal tag is preferred, then the
first supported one with the same primary language. A vocabulary setting is a name for the first supported language, or
names by language: en-US=wishes,zh-CN=yuanwang.
"""

from stikadoo.errors import MissingSettings
from stikadoo.languages import normalised_tag, primary_language
from stikadoo.settings import variable

_FOREIGN_PROBABILITY = 0.8
_FOREIGN_SECONDS = 2.5
"""Including a second of padding. Measured with the model base: 1 of 144 clips in four supported languages is refused, 7
of 16 French ones. Without the duration 2 and 8 are, since a short word is often taken for another language ("octubre":
Czech, 97 %)."""

_WHISPER_NAMES = {"cmn": "zh", "yue": "zh", "nb": "no", "fil": "tl", "iw": "he", "jv": "jw"}
"Where Whisper calls a language differently, or one of its languages covers it."


def supported_languages(setting: str) -> tuple[str, ...]:
    """The languages in the setting. Raises MissingSettings if there is none."""
    languages = tuple(filter(None, map(str.strip, setting.split(","))))
    if not languages:
        raise MissingSettings((variable("spoken_languages"),))
    return languages


def candidates(device: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The supported language that matches the device's; all of them if none does."""
    equal = [language for language in languages if normalised_tag(language) == normalised_tag(device)]
    related = [language for language in languages if primary_language(language) == primary_language(device)]
    return tuple((equal or related)[:1]) or languages


def identification_candidates(device: str, languages: tuple[str, ...], is_long_enough: bool) -> tuple[str, ...]:
    """The candidates, but only the first one if there is too little speech to identify the language."""
    matching = candidates(device, languages)
    return matching if is_long_enough else matching[:1]


def names_by_language(setting: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Parse a vocabulary setting: language → name."""
    entries = filter(None, map(str.strip, setting.split(",")))
    pairs = (entry.split("=", 1) if "=" in entry else (languages[0], entry) for entry in entries)
    return {language.strip(): name.strip() for language, name in pairs}


def whisper_language(tag: str) -> str:
    """Whisper's name of a language: nb-NO → no."""
    language = primary_language(tag)
    return _WHISPER_NAMES.get(language, language)


def most_likely(languages: list[str], probabilities: list[tuple[str, float]]) -> str:
    """The most likely of these languages; others are ignored, since they are not supported."""
    by_language = dict(probabilities)
    return max(languages, key=lambda language: by_language.get(language, 0))


def clearly_foreign(supported: frozenset[str], probabilities: list[tuple[str, float]], seconds: float) -> str | None:
    """The detected language, if it is none of the supported ones and hardly in doubt; all by Whisper's names."""
    language, probability = max(probabilities, key=lambda one: one[1])
    is_supported = whisper_language(language) in supported
    is_clear = probability >= _FOREIGN_PROBABILITY and seconds >= _FOREIGN_SECONDS
    return language if is_clear and not is_supported else None
