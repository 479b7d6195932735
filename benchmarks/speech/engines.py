"""Transcribers by a name of the command line: an engine of the product, or the reference.

whisper, whisper:small, whisper:/models/base      as the worker would load it
reference                                         tiny.en, with settings that stay (reference.py)
"""

from functools import cache

from benchmarks.speech.hearing import accepted
from benchmarks.speech.reference import Reference
from functions.transcribe.step import Accepted
from functions.transcribe.transcribers import Transcriber, transcriber_named
from functions.transcribe.transcribers.languages import supported_languages
from stikadoo.languages import primary_language
from stikadoo.worker_settings import TranscribeSettings

_OTHER_LANGUAGES = "fr-FR"


def spoken_languages(language: str) -> str:
    """SpokenLanguages of a stage where this is spoken: the default, or more."""
    default = TranscribeSettings.spoken_languages
    is_default = primary_language(language) in {primary_language(tag) for tag in supported_languages(default)}
    return default if is_default else f"{default},{_OTHER_LANGUAGES}"


def engine(name: str, language: str) -> tuple[Transcriber, Accepted]:
    """The engine and the rules of a stage where the language is spoken."""
    languages = spoken_languages(language)
    return _loaded(name, languages), accepted(languages)


@cache
def _loaded(name: str, languages: str) -> Transcriber:
    if name == "reference":
        return Reference()
    vendor, _, model = name.partition(":")
    return transcriber_named(
        vendor, TranscribeSettings(bucket="memory", whisper_model=model, spoken_languages=languages)
    )
