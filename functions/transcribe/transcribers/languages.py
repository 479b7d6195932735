"""Which language a wish may be in: the device's if it may be supported_languages, else one of all that may.

Settings name languages by BCP 47 (en-US). A device says en, en-GB or zh-CN: the very language is taken if it is there,
else the first of the same kind. What depends on the language (a vocabulary) is a name for the first of the supported_languages
languages, or names by language: en-US=wishes,zh-CN=yuanwang.
"""

from stikadoo.errors import MissingSettings
from stikadoo.languages import normalised_tag, primary_language
from stikadoo.settings import variable


def supported_languages(listed: str) -> tuple[str, ...]:
    """The setting's languages. Raises MissingSettings if there is none."""
    languages = tuple(filter(None, map(str.strip, listed.split(","))))
    if not languages:
        raise MissingSettings((variable("spoken_languages"),))
    return languages


def candidates(device: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The one that is supported_languages, or those among which it has to be heard."""
    same = [language for language in languages if normalised_tag(language) == normalised_tag(device)]
    alike = [language for language in languages if primary_language(language) == primary_language(device)]
    return tuple((same or alike)[:1]) or languages


def identification_candidates(device: str, languages: tuple[str, ...], is_long_enough: bool) -> tuple[str, ...]:
    """The candidates; of several only the first, if there is too little speech to tell them apart."""
    among = candidates(device, languages)
    return among if is_long_enough else among[:1]


def names_by_language(setting: str, languages: tuple[str, ...]) -> dict[str, str]:
    """What a setting says for each language, by language."""
    said = filter(None, map(str.strip, setting.split(",")))
    pairs = (entry.split("=", 1) if "=" in entry else (languages[0], entry) for entry in said)
    return {language.strip(): name.strip() for language, name in pairs}
