"""Candidate languages for recognition: the device's if it is supported, else all supported ones.

The setting lists languages by BCP 47 (en-US). A device sends en, en-GB or zh-CN: an equal tag is preferred, then the
first supported one with the same primary language. A vocabulary setting is a name for the first supported language, or
names by language: en-US=wishes,zh-CN=yuanwang.
"""

from stikadoo.errors import MissingSettings
from stikadoo.languages import normalised_tag, primary_language
from stikadoo.settings import variable

_CLEAR = (0.9, 2)
"""Probability and seconds, a second of padding included, from which a supported language is preferred to the device's.
With the model base, in 159 English clips no other language had more than 0.84, although Chinese was the most likely in
20. Two German words of 0.7 s were taken for English with 0.91."""

_CLEARLY_FOREIGN = (0.8, 2.5)
"""Of a language that is not supported: 1 of 144 clips in four supported ones is refused, 7 of 16 French ones. Without
the duration 2 and 8 are, since a short word is often taken for another language ("octubre": Czech, 97 %)."""

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


def clearly_spoken(supported: frozenset[str], probabilities: list[tuple[str, float]], seconds: float) -> str | None:
    """The detected language, supported or not, if it is hardly in doubt; all by Whisper's names."""
    detected, probability = max(probabilities, key=lambda one: one[1])
    language = whisper_language(detected)
    least_probability, least_seconds = _CLEAR if language in supported else _CLEARLY_FOREIGN
    return language if probability >= least_probability and seconds >= least_seconds else None
