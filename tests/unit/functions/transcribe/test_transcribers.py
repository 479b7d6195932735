"""A transcriber is chosen by name."""

import pytest

from functions.transcribe.transcribers import StoredSpeech, transcriber_named
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import UnknownProvider
from stikadoo.worker_settings import TranscribeSettings


def test_whisper_is_known_by_its_name() -> None:
    assert transcriber_named("whisper", TranscribeSettings("bucket")).engine == "whisper"


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(UnknownProvider, match="no transcriber is called 'siri'; there are: whisper"):
        transcriber_named("siri", TranscribeSettings("bucket"))


def test_an_engine_may_be_told_the_place() -> None:
    speech = StoredSpeech(Bucket("recordings"), "recordings/r1/speech.wav", "r1")
    assert speech.uri == "s3://recordings/recordings/r1/speech.wav"


def test_whisper_has_no_jobs() -> None:
    with pytest.raises(ValueError, match="no job"):
        transcriber_named("whisper", TranscribeSettings("bucket")).check("j1")
