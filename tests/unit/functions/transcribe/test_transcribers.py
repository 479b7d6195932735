"""Transcribers are chosen by name."""

import pytest

from functions.transcribe.transcribers import TRANSCRIBERS, transcriber_named
from stikadoo.errors import MissingSettings, UnknownProvider
from stikadoo.worker_settings import TranscribeSettings


@pytest.mark.parametrize("name", TRANSCRIBERS)
def test_an_engine_is_known_by_its_name(name: str) -> None:
    assert transcriber_named(name, TranscribeSettings("bucket")).engine == name


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(UnknownProvider, match="unknown transcriber 'siri'; known: whisper, transcribe-batch,"):
        transcriber_named("siri", TranscribeSettings("bucket"))


@pytest.mark.parametrize("name", TRANSCRIBERS)
def test_without_a_language_no_engine_starts(name: str) -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_SPOKEN_LANGUAGES"):
        transcriber_named(name, TranscribeSettings("bucket", spoken_languages=" , "))


@pytest.mark.parametrize("name", ["whisper", "transcribe-streaming"])
def test_engines_without_jobs_reject_a_check(name: str) -> None:
    with pytest.raises(ValueError, match="has no jobs"):
        transcriber_named(name, TranscribeSettings("bucket")).check("j1")
