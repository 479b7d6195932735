"""The transcribe step with engines that answer at once and with jobs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from functions.transcribe.step import Accepted, TranscodedDocument, transcribe
from functions.transcribe.transcribers import Job, StoredSpeech
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import NothingHeard, ProviderUnavailable
from stikadoo.execution import Speech, Transcript, Transcription
from stikadoo.patience import Patience
from tests.documents import DEVICE

ACCEPTED = Accepted(frozenset({"en", "zh"}), min_confidence=0.25)
PATIENCE = Patience(attempt_seconds=45, engine_seconds=90)
SPEECH = Speech(key="recordings/r1/speech.wav", packets=40, lost=0, corrupt=0, seconds=2.4, peak_dbfs=-3)


@dataclass(frozen=True)
class _Typist:
    """A transcriber with a fixed transcript; with a job first, if it is slow."""

    text: str
    is_slow: bool = False
    engine: str = "typist"
    language: str = ""
    confidence: float | None = None

    def start(self, speech: StoredSpeech) -> Transcript | Job:
        return Job(f"job of {speech.recording_id}") if self.is_slow else self.check("")

    def check(self, job: str) -> Transcript | Job:
        return Transcript(text=self.text + job, engine=self.engine, language=self.language, confidence=self.confidence)


def _document(transcription: Transcription | None = None, *, entered_at: datetime | None = None) -> TranscodedDocument:
    return TranscodedDocument(
        recording_id="r1", device=DEVICE, speech=SPEECH, transcription=transcription, entered_at=entered_at
    )


def test_the_words_are_stored_in_the_bucket_only(bucket: Bucket) -> None:
    document = _document()
    transcription = transcribe(document, bucket, _Typist("A green dragon."), PATIENCE, ACCEPTED)
    assert transcription == Transcription(status="ready", engine="typist", key="recordings/r1/transcript.json")
    assert bucket.read_facts(document.folder.transcript, Transcript).text == "A green dragon."


def test_a_slow_engine_returns_a_job(bucket: Bucket) -> None:
    entered = datetime.now(UTC)
    transcription = transcribe(_document(entered_at=entered), bucket, _Typist("", is_slow=True), PATIENCE, ACCEPTED)
    assert transcription == Transcription(status="working", engine="typist", job="job of r1", asked_at=entered)
    assert list(bucket.keys("recordings/")) == []


def test_a_transcriber_whose_time_is_over_is_not_asked_again(bucket: Bucket) -> None:
    """By then a replaced one may have answered, or the state machine may be at its last retry."""
    document = _document(entered_at=datetime.now(UTC) - timedelta(seconds=90))
    with pytest.raises(ProviderUnavailable, match="typist: no answer in 90 s"):
        transcribe(document, bucket, _Typist("A dog"), PATIENCE, ACCEPTED)


def test_a_job_is_checked(bucket: Bucket) -> None:
    transcription = Transcription(status="working", engine="typist", job="j1")
    document = _document(transcription)
    assert transcribe(document, bucket, _Typist("Heard in ", is_slow=True), PATIENCE, ACCEPTED).status == "ready"
    assert bucket.read_facts(document.folder.transcript, Transcript).text == "Heard in j1"


def test_a_finished_transcription_is_made_again(bucket: Bucket) -> None:
    """A replay from this state has such an input."""
    transcription = Transcription(status="ready", engine="typist", key="old")
    assert (
        transcribe(_document(transcription), bucket, _Typist("A dog"), PATIENCE, ACCEPTED).key
        == "recordings/r1/transcript.json"
    )


@pytest.mark.parametrize("text", ["", " ", "...", "♪"])
def test_no_words_are_nothing_heard(bucket: Bucket, text: str) -> None:
    with pytest.raises(NothingHeard, match="typist recognised no words"):
        transcribe(_document(), bucket, _Typist(text), PATIENCE, ACCEPTED)
    assert list(bucket.keys("recordings/")) == []


@pytest.mark.parametrize("language", ["fr", "de-DE", "ja-JP"])
def test_words_in_a_language_that_was_not_asked_for_are_nothing_heard(bucket: Bucket, language: str) -> None:
    with pytest.raises(NothingHeard, match=f"typist detected the language {language[:2]}, which is not supported"):
        transcribe(_document(), bucket, _Typist("A dog", language=language), PATIENCE, ACCEPTED)
    assert list(bucket.keys("recordings/")) == []


@pytest.mark.parametrize("language", ["", "en", "en-GB", "zh-TW"])
def test_words_in_a_supported_language_or_an_unknown_one_are_heard(bucket: Bucket, language: str) -> None:
    result = transcribe(_document(), bucket, _Typist("A dog", language=language), PATIENCE, ACCEPTED)
    assert result.status == "ready"


@pytest.mark.parametrize(("confidence", "is_heard"), [(None, True), (0.25, True), (0.24, False), (0.0, False)])
def test_words_of_little_confidence_are_nothing_heard(bucket: Bucket, confidence: float | None, is_heard: bool) -> None:
    """The message has no words."""
    typist = _Typist("A dog", confidence=confidence)
    if is_heard:
        assert transcribe(_document(), bucket, typist, PATIENCE, ACCEPTED).status == "ready"
        return
    with pytest.raises(NothingHeard, match=r"typist recognised words with a confidence of 0\.\d\d$"):
        transcribe(_document(), bucket, typist, PATIENCE, ACCEPTED)
