"""Transcribes speech.wav to transcript.json, or starts or checks the engine's job."""

from dataclasses import dataclass

from functions.transcribe.transcribers import Job, StoredSpeech, Transcriber
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import NothingHeard
from stikadoo.execution import Speech, Transcript, Transcription
from stikadoo.languages import primary_language
from stikadoo.patience import EngineDocument, Patience


class TranscodedDocument(EngineDocument):
    """The input of transcribe; `transcription` is present when a job is checked."""

    speech: Speech
    transcription: Transcription | None = None


@dataclass(frozen=True)
class Accepted:
    """Which transcripts count as heard."""

    languages: frozenset[str]
    "Primary language tags."
    min_confidence: float

    def check(self, transcript: Transcript) -> None:
        """Raises NothingHeard."""
        language = primary_language(transcript.language)
        if language and language not in self.languages:
            raise NothingHeard(f"{transcript.engine} detected the language {language}, which is not supported")
        if not any(letter.isalnum() for letter in transcript.text):
            raise NothingHeard(f"{transcript.engine} recognised no words")
        if transcript.confidence is not None and transcript.confidence < self.min_confidence:
            raise NothingHeard(f"{transcript.engine} recognised words with a confidence of {transcript.confidence:.2f}")


def transcribe(
    document: TranscodedDocument, bucket: Bucket, transcriber: Transcriber, patience: Patience, accepted: Accepted
) -> Transcription:
    """Raises NothingHeard, ProviderUnavailable when the engine's time is over, and what the transcriber raises."""
    job = document.transcription and document.transcription.job_of(transcriber.engine)
    asked_at = document.asked_at(document.transcription if job else None)
    if job:
        result = transcriber.check(job)
    else:
        result = transcriber.start(_stored(document, bucket, patience.attempt(transcriber.engine, asked_at)))
    if isinstance(result, Job):
        patience.await_job(transcriber.engine, asked_at)
        return Transcription(status="working", engine=transcriber.engine, job=result.id, asked_at=asked_at)
    accepted.check(result)
    key = document.folder.transcript
    bucket.put_facts(key, result)
    return Transcription(status="ready", engine=transcriber.engine, key=key)


def _stored(document: TranscodedDocument, bucket: Bucket, limit_seconds: float) -> StoredSpeech:
    speech, language = document.speech, document.device.language
    return StoredSpeech(bucket, speech.key, document.recording_id, speech.seconds, language, limit_seconds)
