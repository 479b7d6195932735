"""A transcriber is chosen by name."""

import pytest

from functions.transcribe.transcribers import StoredSpeech, chosen_transcriber
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import UnknownProvider
from stikadoo.settings import TranscribeSettings


def test_whisper_is_the_default() -> None:
    assert chosen_transcriber(TranscribeSettings("bucket")).engine == "whisper"


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(UnknownProvider, match="no transcriber is called 'siri'; there are: whisper"):
        chosen_transcriber(TranscribeSettings("bucket", transcriber="siri"))


def test_an_engine_may_be_told_the_place() -> None:
    speech = StoredSpeech(Bucket("recordings"), "recordings/r1/speech.wav", "r1")
    assert speech.uri == "s3://recordings/recordings/r1/speech.wav"


def test_whisper_has_no_jobs() -> None:
    with pytest.raises(ValueError, match="no job"):
        chosen_transcriber(TranscribeSettings("bucket")).check("j1")
