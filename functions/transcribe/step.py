"""Transcribes speech.wav to transcript.json, or starts or checks the engine's job."""

from functions.transcribe.transcribers import Job, StoredSpeech, Transcriber
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import NothingHeard
from stikadoo.execution import ExecutionDocument, Speech, Transcript, Transcription


class TranscodedDocument(ExecutionDocument):
    """The input of transcribe; `transcription` is present when a job is checked."""

    speech: Speech
    transcription: Transcription | None = None


def transcribe(document: TranscodedDocument, bucket: Bucket, transcriber: Transcriber) -> Transcription:
    """Raises NothingHeard, and what the transcriber raises."""
    result = _result(document, bucket, transcriber)
    if isinstance(result, Job):
        return Transcription(status="working", engine=transcriber.engine, job=result.id)
    if not any(letter.isalnum() for letter in result.text):
        raise NothingHeard(f"{transcriber.engine} recognised no words")
    key = document.folder.transcript
    bucket.put_facts(key, result)
    return Transcription(status="ready", engine=transcriber.engine, key=key)


def _result(document: TranscodedDocument, bucket: Bucket, transcriber: Transcriber) -> Transcript | Job:
    job = document.transcription and document.transcription.job_of(transcriber.engine)
    if job:
        return transcriber.check(job)
    speech, language = document.speech, document.device.language
    return transcriber.start(StoredSpeech(bucket, speech.key, document.recording_id, speech.seconds, language))
