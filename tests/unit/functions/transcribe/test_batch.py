"""The real client against a server that implements Amazon Transcribe's wire format."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.transcribe.handler import _transcriber, handler
from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.batch import TranscribeBatch
from stikadoo.audio.packets import Packet, to_bytes
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.errors import (
    NothingHeard,
    ProviderRefusedKey,
    ProviderUnavailable,
    StikadooError,
    UnknownProvider,
)
from stikadoo.execution import Transcript
from stikadoo.keys import RecordingFolder
from stikadoo.worker_settings import TranscribeSettings
from tests.documents import DEVICE
from tests.faults import FAILED_JOBS, TRANSCRIBE_BATCH
from tests.providers.transcribe import TranscribeApi, transcribe_api
from tests.speech_packets import packets_of

FOLDER = RecordingFolder("r1")


@pytest.fixture
def api(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[TranscribeApi]:
    bucket.put(FOLDER.packets, to_bytes([Packet(packet) for packet in packets_of("dragon.wav")]))
    with transcribe_api(bucket) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_TRANSCRIBE", running.url)
        client.cache_clear()
        yield running
    client.cache_clear()


def engine(bucket: Bucket, **settings: str) -> TranscribeBatch:
    return TranscribeBatch(TranscribeSettings(bucket.name, **settings))


def speech(bucket: Bucket, seconds: float = 2.4, language: str = "en") -> StoredSpeech:
    return StoredSpeech(bucket, FOLDER.speech, "r1", seconds, language)


def transcribe(batch: TranscribeBatch, bucket: Bucket, language: str = "en", seconds: float = 2.4) -> Transcript:
    """Starts a job and checks it as often as the double requires."""
    assert batch.start(speech(bucket, seconds, language)) == Job("r1")
    assert batch.check("r1") == Job("r1")
    answer = batch.check("r1")
    assert isinstance(answer, Transcript)
    return answer


def test_a_wish_is_heard_with_its_confidence_and_alternatives(api: TranscribeApi, bucket: Bucket) -> None:
    assert transcribe(engine(bucket), bucket) == Transcript(
        text="A green dragon.",
        engine="transcribe-batch",
        language="en-US",
        confidence=0.9,
        alternatives=("A green wagon.", "The green dragon."),
    )


def test_what_is_sent_is_the_device_s_packets_in_ogg_and_deleted_with_the_voice(
    api: TranscribeApi, bucket: Bucket
) -> None:
    transcribe(engine(bucket), bucket)
    assert api.jobs["r1"]["Media"] == {"MediaFileUri": f"s3://{bucket.name}/{FOLDER.speech_ogg}"}
    assert {FOLDER.speech_ogg, FOLDER.raw_transcription} <= set(FOLDER.voice)
    assert bucket.find(FOLDER.raw_transcription) is not None
    tags = client("s3").get_object_tagging(Bucket=bucket.name, Key=FOLDER.speech_ogg)["TagSet"]
    assert tags == [{"Key": "voice", "Value": "borrowed"}]


def test_a_replay_s_packets_are_those_beside_the_speech(api: TranscribeApi, bucket: Bucket) -> None:
    replay = StoredSpeech(bucket, FOLDER.speech, "r1-r2", 2.4)
    assert engine(bucket).start(replay) == Job("r1-r2")
    assert bucket.find(RecordingFolder("r1-r2").speech_ogg)
    assert bucket.find(FOLDER.speech_ogg) is None, "it writes into its own folder alone"


def test_a_repeated_start_creates_one_job(api: TranscribeApi, bucket: Bucket) -> None:
    batch = engine(bucket)
    batch.start(speech(bucket))
    jobs = dict(api.jobs)
    assert batch.start(speech(bucket)) == Job("r1")
    assert api.jobs == jobs


def test_a_failed_job_is_replaced(api: TranscribeApi, bucket: Bucket) -> None:
    """The replayed recording has the same job name."""
    api.fails_with = "Internal failure. Please try your request again."
    batch = engine(bucket)
    with pytest.raises(ProviderUnavailable, match="the job failed"):
        transcribe(batch, bucket)
    api.fails_with = ""
    assert transcribe(batch, bucket).text == "A green dragon."


def test_the_device_s_language_is_transcribed(api: TranscribeApi, bucket: Bucket) -> None:
    api.words = (("一条", "0.9"), ("龙", "0.7"))
    api.guesses = ()
    assert transcribe(engine(bucket), bucket, "zh") == Transcript(
        text="一条 龙", engine="transcribe-batch", language="zh-CN", confidence=0.8
    )


def test_for_an_unsupported_language_transcribe_identifies_one(api: TranscribeApi, bucket: Bucket) -> None:
    api.heard_in = "zh-CN"
    assert transcribe(engine(bucket), bucket, "fr", seconds=31).language == "zh-CN"
    assert api.jobs["r1"]["LanguageOptions"] == ["en-US", "zh-CN", "de-DE", "es-ES"]


def test_speech_too_short_to_identify_is_transcribed_in_the_first_language(api: TranscribeApi, bucket: Bucket) -> None:
    assert transcribe(engine(bucket, spoken_languages="zh-CN,en-US"), bucket, "fr").language == "zh-CN"
    assert "IdentifyLanguage" not in api.jobs["r1"]


def test_a_vocabulary_goes_with_its_language(api: TranscribeApi, bucket: Bucket) -> None:
    named = {"vocabulary": "known,zh-CN=zhi", "vocabulary_filter": "zh-CN=bad"}
    transcribe(engine(bucket, **named), bucket)
    assert api.jobs["r1"]["Settings"] == {"ShowAlternatives": True, "MaxAlternatives": 3, "VocabularyName": "known"}
    api.jobs.clear()
    transcribe(engine(bucket, **named), bucket, "fr", seconds=31)
    assert api.jobs["r1"]["LanguageIdSettings"] == {
        "en-US": {"VocabularyName": "known"},
        "zh-CN": {"VocabularyName": "zhi", "VocabularyFilterName": "bad"},
    }


def test_unwanted_words_are_masked(api: TranscribeApi, bucket: Bucket) -> None:
    transcribe(engine(bucket, vocabulary_filter="bad"), bucket)
    assert api.jobs["r1"]["Settings"]["VocabularyFilterMethod"] == "mask"


def test_an_unknown_vocabulary_is_an_operator_error(api: TranscribeApi, bucket: Bucket) -> None:
    with pytest.raises(UnknownProvider, match=r"'en-US,zh-CN,de-DE,es-ES wishs'; known: .*READY in this region"):
        engine(bucket, vocabulary="wishs").start(speech(bucket))


def test_media_that_aws_may_not_read_are_an_operator_error(api: TranscribeApi, bucket: Bucket) -> None:
    elsewhere = Bucket(bucket.name, bucket.s3)
    api.bucket = Bucket("another", bucket.s3)
    client("s3").create_bucket(Bucket="another")
    with pytest.raises(ProviderRefusedKey):
        engine(bucket).start(speech(elsewhere))


def test_speech_that_is_too_short_starts_no_job(api: TranscribeApi, bucket: Bucket) -> None:
    with pytest.raises(NothingHeard, match=r"0\.40 s is too short"):
        engine(bucket).start(speech(bucket, seconds=0.4))
    assert api.asked == []


def test_no_speech_is_an_empty_transcript(api: TranscribeApi, bucket: Bucket) -> None:
    api.words = ()
    answer = transcribe(engine(bucket), bucket)
    assert (answer.text, answer.confidence) == ("", None)


@pytest.mark.parametrize(("reason", "error"), FAILED_JOBS.items())
def test_why_a_job_failed(reason: str, error: type[StikadooError], api: TranscribeApi, bucket: Bucket) -> None:
    api.fails_with = reason
    with pytest.raises(error):
        transcribe(engine(bucket), bucket)


@pytest.mark.parametrize(("answers", "error"), TRANSCRIBE_BATCH.items())
def test_faults_of_the_service(answers: str, error: type[StikadooError], api: TranscribeApi, bucket: Bucket) -> None:
    api.answers = answers
    with pytest.raises(error, match="Amazon Transcribe") as raised:
        engine(bucket).start(speech(bucket))
    assert "http" not in str(raised.value)


@pytest.mark.parametrize(("answers", "error"), [("refused", ProviderRefusedKey), ("malformed", ProviderUnavailable)])
def test_faults_while_a_job_is_checked(
    answers: str, error: type[StikadooError], api: TranscribeApi, bucket: Bucket
) -> None:
    batch = engine(bucket)
    batch.start(speech(bucket))
    api.answers = answers
    with pytest.raises(error):
        batch.check("r1")


def test_a_missing_response_times_out(api: TranscribeApi, bucket: Bucket) -> None:
    client("transcribe")._endpoint.http_session._manager.connection_pool_kw["timeout"] = 0.1  # ours is 10 s
    api.answers = "hangs"
    with pytest.raises(ProviderUnavailable, match="ReadTimeoutError"):
        engine(bucket).check("r1")


def test_an_unknown_job_is_a_failure_of_the_service(api: TranscribeApi, bucket: Bucket) -> None:
    with pytest.raises(ProviderUnavailable, match="NotFoundException"):
        engine(bucket).check("r1")


@pytest.mark.parametrize("written", [b"", b"<html>", b'{"results": {"transcripts": [{"secret": "unicorn"}]}}'])
def test_a_transcript_that_is_missing_or_malformed(written: bytes, api: TranscribeApi, bucket: Bucket) -> None:
    api.writes = written
    with pytest.raises(ProviderUnavailable, match="transcript is") as raised:
        transcribe(engine(bucket), bucket)
    assert "unicorn" not in f"{raised.value} {raised.value.__cause__}"


def test_the_words_are_neither_returned_nor_logged(
    api: TranscribeApi, bucket: Bucket, environment: Callable[..., None], last_log_line: Callable[..., dict[str, Any]]
) -> None:
    environment(bucket=bucket.name)
    event = {
        "recording_id": "r1",
        "device": DEVICE.model_dump(mode="json"),
        "speech": {"key": FOLDER.speech, "packets": 40, "lost": 0, "corrupt": 0, "seconds": 2.4, "peak_dbfs": -3},
        "engines": {"transcribe": "transcribe-batch"},
    }
    _transcriber.cache_clear()
    try:
        working = handler(event, None)
        assert handler(event | {"transcription": working}, None) == working
        ready = handler(event | {"transcription": working}, None)
        assert bucket.read_facts(ready["key"], Transcript).text == "A green dragon."
        assert last_log_line("dragon", "wagon")["added"] == ready
        bucket.put(FOLDER.raw_transcription, b'{"results": {"transcripts": [{"text": "A green dragon"}]}}')
        with pytest.raises(ProviderUnavailable):
            handler(event | {"transcription": working}, None)
        assert last_log_line("dragon")["error"] == "ProviderUnavailable"
    finally:
        _transcriber.cache_clear()
