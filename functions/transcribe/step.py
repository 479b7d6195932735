"""speech.wav becomes transcript.json, or a job to look at again."""

from functions.transcribe.transcribers import Job, StoredSpeech, Transcriber
from stikadoo.aws.bucket import Bucket
from stikadoo.errors import NothingHeard
from stikadoo.execution import ExecutionDocument, Speech, Transcript, Transcription


class TranscodedDocument(ExecutionDocument):
    """What transcribe needs; `transcription` is there when a job is looked at again."""

    speech: Speech
    transcription: Transcription | None = None


def transcribe(document: TranscodedDocument, bucket: Bucket, transcriber: Transcriber) -> Transcription:
    """Raises NothingHeard, and whatever the transcriber raises."""
    answer = _answer(document, bucket, transcriber)
    if isinstance(answer, Job):
        return Transcription(status="working", engine=transcriber.engine, job=answer.id)
    if not any(letter.isalnum() for letter in answer.text):
        raise NothingHeard(f"{transcriber.engine} heard no words")
    key = document.folder.transcript
    bucket.put_facts(key, answer)
    return Transcription(status="ready", engine=transcriber.engine, key=key)


def _answer(document: TranscodedDocument, bucket: Bucket, transcriber: Transcriber) -> Transcript | Job:
    job = document.transcription and document.transcription.job_of(transcriber.engine)
    if job:
        return transcriber.check(job)
    speech, language = document.speech, document.device.language
    return transcriber.start(StoredSpeech(bucket, speech.key, document.recording_id, speech.seconds, language))
