"""The real WebSocket client against a server that implements Amazon Transcribe's streaming API."""

import logging
import time
from collections.abc import Iterator

import pytest
from botocore.eventstream import EventStreamBuffer

from functions.transcribe.transcribers import StoredSpeech
from functions.transcribe.transcribers import stream_url as signing
from functions.transcribe.transcribers.event_stream import audio_event
from functions.transcribe.transcribers.stream_url import origin_in
from functions.transcribe.transcribers.streaming import Timeouts, TranscribeStreaming
from stikadoo.audio.wav import to_wav
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import (
    ProviderRefusedKey,
    ProviderUnavailable,
    StikadooError,
)
from stikadoo.execution import Transcript
from stikadoo.worker_settings import TranscribeSettings
from tests.faults import TRANSCRIBE_STREAMING
from tests.providers.transcribe_streaming import TranscribeStreamingApi, result, transcribe_streaming_api
from tests.speech_packets import pcm

KEY = "recordings/r1/speech.wav"
SOUND = pcm("dragon.wav")[: 32_000 * 6 // 10]
"0.6 s: six chunks."


@pytest.fixture
def api(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[TranscribeStreamingApi]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    signing._session.cache_clear()
    bucket.put(KEY, to_wav(SOUND))
    with transcribe_streaming_api("test", "test") as running:
        yield running
    signing._session.cache_clear()


def transcribe(
    api: TranscribeStreamingApi, bucket: Bucket, language: str = "en", seconds: float = 2.4, **settings: str
) -> Transcript:
    chosen = TranscribeSettings(bucket.name, transcribe_streaming_url=api.url, **settings)
    timeouts = Timeouts(connecting=1, results=1)
    return TranscribeStreaming(chosen, timeouts).start(StoredSpeech(bucket, KEY, "r1", seconds, language))


def test_a_wish_is_heard_with_its_confidence_and_alternatives(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    assert transcribe(api, bucket) == Transcript(
        text="A green dragon.",
        engine="transcribe-streaming",
        language="en-US",
        confidence=0.9,
        alternatives=("A green wagon.",),
    )


def test_the_samples_are_sent_in_real_time_and_then_an_end(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    """No chunk arrives before its time; a busy machine may only delay it."""
    began = time.monotonic()
    transcribe(api, bucket)
    assert b"".join(chunk for _, chunk in api.chunks) == SOUND
    assert [len(chunk) for _, chunk in api.chunks] == [3200] * 6 + [0]
    assert all(arrived - began >= number * 0.1 for number, (arrived, _) in enumerate(api.chunks))


def test_segments_are_concatenated(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    api.final = [
        result("A cat", "A bat", confidences=(1.0, 0.5)),
        result("and", is_partial=True),
        result("and a dog.", confidences=(0.6, 0.7, 0.7)),
    ]
    transcript = transcribe(api, bucket)
    assert (transcript.text, transcript.confidence, transcript.alternatives) == (
        "A cat and a dog.",
        0.7,
        ("A bat and a dog.",),
    )


def test_no_speech_is_an_empty_transcript(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    api.final = []
    transcript = transcribe(api, bucket)
    assert (transcript.text, transcript.confidence) == ("", None)


def test_the_request_parameters(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    transcribe(api, bucket, "zh-TW", vocabulary="en-US=wishes,zh-CN=yuanwang", vocabulary_filter="zh-CN=bad")
    parameters = {name: value for name, value in api.asked.items() if not name.startswith("X-Amz")}
    assert parameters == {
        "media-encoding": "pcm",
        "sample-rate": "16000",
        "language-code": "zh-CN",
        "vocabulary-name": "yuanwang",
        "vocabulary-filter-name": "bad",
        "vocabulary-filter-method": "mask",
    }


def test_for_an_unsupported_language_transcribe_identifies_one(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    api.final = [result("龙", LanguageCode="zh-CN")]
    transcript = transcribe(api, bucket, "fr", seconds=3, vocabulary="en-US=wishes,zh-CN=yuanwang")
    assert transcript.language == "zh-CN"
    assert (api.asked["language-options"], api.asked["vocabulary-names"]) == (
        "en-US,zh-CN,de-DE,es-ES",
        "wishes,yuanwang",
    )


def test_speech_too_short_to_identify_is_transcribed_in_the_first_language(
    api: TranscribeStreamingApi, bucket: Bucket
) -> None:
    assert transcribe(api, bucket, "fr", seconds=2.9).language == "en-US"
    assert api.asked["language-code"] == "en-US"


@pytest.mark.parametrize(("answers", "error"), TRANSCRIBE_STREAMING.items())
def test_faults_of_the_service(
    answers: str, error: type[StikadooError], api: TranscribeStreamingApi, bucket: Bucket
) -> None:
    api.answers = answers
    with pytest.raises(error, match="Amazon Transcribe") as raised:
        transcribe(api, bucket)
    transcript = f"{raised.value!r} {raised.value} {raised.value.__cause__}"
    assert not any(secret in transcript for secret in ("unicorn", "X-Amz", "127.0.0.1"))


@pytest.mark.parametrize("answers", ["hangs", "never ends"])
def test_a_missing_response_times_out(answers: str, api: TranscribeStreamingApi, bucket: Bucket) -> None:
    """The double does not answer before the test's end: without a timeout, this would not return."""
    api.answers = answers
    with pytest.raises(ProviderUnavailable, match="no answer in time"):
        transcribe(api, bucket)


def test_a_stream_ends_when_its_attempt_is_over(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    """Six chunks take 0.6 s to send, and only then the results' own time-out would begin."""
    api.answers = "hangs"
    chosen = TranscribeSettings(bucket.name, transcribe_streaming_url=api.url)
    with pytest.raises(ProviderUnavailable, match="no answer in time"):
        TranscribeStreaming(chosen).start(StoredSpeech(bucket, KEY, "r1", 2.4, limit_seconds=0.3))


def test_an_unreachable_service(api: TranscribeStreamingApi, bucket: Bucket) -> None:
    api.url = "http://127.0.0.1:9"
    with pytest.raises(ProviderUnavailable, match="ConnectionRefusedError"):
        transcribe(api, bucket)


def test_a_signature_by_another_key_is_refused(
    api: TranscribeStreamingApi, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    signing._session.cache_clear()
    with pytest.raises(ProviderRefusedKey):
        transcribe(api, bucket)


def test_temporary_credentials_are_signed_with_their_token(
    api: TranscribeStreamingApi, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The credentials of a Lambda function are temporary."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a+token/of=some")
    signing._session.cache_clear()
    assert transcribe(api, bucket).text == "A green dragon."
    assert api.asked["X-Amz-Security-Token"] == "a+token/of=some"


def test_the_signed_url_is_in_no_log(
    api: TranscribeStreamingApi, bucket: Bucket, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    transcribe(api, bucket)
    assert "X-Amz" not in caplog.text


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-west-2", "transcribestreaming.us-west-2.amazonaws.com"),
        ("cn-northwest-1", "transcribestreaming.cn-northwest-1.amazonaws.com.cn"),
        ("cn-north-1", "transcribestreaming.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_where_aws_streams(region: str, host: str) -> None:
    assert origin_in(region) == f"https://{host}:8443"


def test_an_audio_event_is_what_botocore_reads() -> None:
    events = EventStreamBuffer()
    events.add_data(audio_event(b"\x01\x02") + audio_event(b""))
    assert [(event.headers, event.payload) for event in events] == [
        (
            {
                ":content-type": "application/octet-stream",
                ":event-type": "AudioEvent",
                ":message-type": "event",
            },
            payload,
        )
        for payload in (b"\x01\x02", b"")
    ]
