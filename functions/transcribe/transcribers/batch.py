"""Amazon Transcribe batch jobs, which the state machine checks until they are done.

The input is the device's packets as Ogg Opus, a twentieth of the WAV's size. A job is named after its recording, so a
repeated start creates no second job. A failed job is replaced, so that a recording can be replayed. AWS reads the input
and writes its output with this worker's permissions in our bucket, where forget and the lifecycle rules delete them.

Source: https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError
from pydantic import ValidationError

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.amazon import PROVIDER, alternatives, mean, refused_request
from functions.transcribe.transcribers.languages import (
    identification_candidates,
    names_by_language,
    supported_languages,
)
from stikadoo.audio.ogg import to_ogg
from stikadoo.audio.packets import from_bytes
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client, translated
from stikadoo.errors import CorruptAudio, NothingHeard, ProviderRefusedKey, ProviderUnavailable, StikadooError
from stikadoo.execution import Facts, Transcript
from stikadoo.keys import RecordingFolder
from stikadoo.worker_settings import TranscribeSettings

SHORTEST_SECONDS = 0.5
"The service's minimum."

IDENTIFICATION_SECONDS = 30
"""The minimum for language identification: https://github.com/boto/boto3/issues/3238. Shorter speech is transcribed in
the first supported language, unless the device's is supported."""

_ALTERNATIVES = 3


def _unreadable() -> StikadooError:
    return CorruptAudio(f"{PROVIDER} cannot read the recording")


FAILURES: dict[str, Callable[[], StikadooError]] = {
    "length is too small": lambda: NothingHeard("too short to be transcribed"),
    "speech segment long enough": lambda: NothingHeard("too little speech to identify the language"),
    "media format": _unreadable,
    "audio format": _unreadable,
    "sample rate": _unreadable,
    "number of channels": _unreadable,
    "failed to parse audio": _unreadable,
    "input media file isn't valid": _unreadable,
    "can't be accessed": lambda: ProviderRefusedKey(PROVIDER),
    "can't be written": lambda: ProviderRefusedKey(PROVIDER),
}
"""By a part of a FailureReason's or a BadRequestException's text. Media format, sample rate and channels are from the
API's reference, the others from user reports. Any other text is a failure of the service."""


class _Alternative(Facts):
    transcript: str


class _Segment(Facts):
    alternatives: tuple[_Alternative, ...]


class _Word(Facts):
    confidence: float = 0


class _Item(Facts):
    type: str
    alternatives: tuple[_Word, ...]


class _Results(Facts):
    transcripts: tuple[_Alternative, ...]
    items: tuple[_Item, ...] = ()
    segments: tuple[_Segment, ...] = ()


class _Output(Facts):
    """The job's output file, with the fields that we read."""

    results: _Results


class TranscribeBatch:
    """A transcriber that always starts a job."""

    engine = "transcribe-batch"

    def __init__(self, settings: TranscribeSettings) -> None:
        """Raises MissingSettings."""
        self._settings = settings
        self._languages = supported_languages(settings.spoken_languages)

    def start(self, speech: StoredSpeech) -> Job:
        """Raises NothingHeard for speech below the minimum."""
        if speech.seconds < SHORTEST_SECONDS:
            raise NothingHeard(f"speech of {speech.seconds:.2f} s is too short")
        folder = RecordingFolder(speech.recording_id)
        source = RecordingFolder.of(speech.key)  # for a replay, the original recording's folder
        timeline = from_bytes(speech.bucket.read(source.packets))
        speech.bucket.put(folder.speech_ogg, to_ogg(timeline, speech.seconds), "audio/ogg")
        with self._mapped_errors():
            self._start_job(self._request(speech, folder))
        return Job(speech.recording_id)

    def check(self, job: str) -> Transcript | Job:
        """Also raises NothingHeard and CorruptAudio."""
        with self._mapped_errors():
            status = _job(client("transcribe").get_transcription_job(TranscriptionJobName=job))
        if status["TranscriptionJobStatus"] == "FAILED":
            reason = str(status.get("FailureReason", ""))
            raise failure(reason) or ProviderUnavailable(PROVIDER, "the job failed")
        if status["TranscriptionJobStatus"] == "COMPLETED":
            return self._transcript(RecordingFolder(job), str(status.get("LanguageCode") or ""))
        return Job(job)

    def _start_job(self, request: dict[str, Any]) -> None:
        transcribe = client("transcribe")
        name = {"TranscriptionJobName": request["TranscriptionJobName"]}
        try:
            _job(transcribe.start_transcription_job(**request))
        except transcribe.exceptions.ConflictException:
            # a finished job is an earlier attempt's: failed, or of a recording that has changed since
            if _job(transcribe.get_transcription_job(**name))["TranscriptionJobStatus"] in ("FAILED", "COMPLETED"):
                transcribe.delete_transcription_job(**name)
                _job(transcribe.start_transcription_job(**request))

    def _request(self, speech: StoredSpeech, folder: RecordingFolder) -> dict[str, Any]:
        is_long_enough = speech.seconds >= IDENTIFICATION_SECONDS
        return {
            "TranscriptionJobName": folder.recording_id,
            "Media": {"MediaFileUri": f"s3://{speech.bucket.name}/{folder.speech_ogg}"},
            "MediaFormat": "ogg",
            "OutputBucketName": speech.bucket.name,
            "OutputKey": folder.raw_transcription,
            **self._language_options(identification_candidates(speech.language, self._languages, is_long_enough)),
        }

    def _language_options(self, languages: tuple[str, ...]) -> dict[str, Any]:
        """For one language, or for identification among several, with the vocabularies of each."""
        vocabularies = {language: self._vocabularies(language) for language in languages}
        settings = {"ShowAlternatives": True, "MaxAlternatives": _ALTERNATIVES}
        if len(languages) == 1:
            (language,) = languages
            method = {"VocabularyFilterMethod": "mask"} if "VocabularyFilterName" in vocabularies[language] else {}
            return {"LanguageCode": language, "Settings": settings | vocabularies[language] | method}
        by_language = {language: names for language, names in vocabularies.items() if names}
        options = {"IdentifyLanguage": True, "LanguageOptions": list(languages), "Settings": settings}
        return options | ({"LanguageIdSettings": by_language} if by_language else {})

    def _vocabularies(self, language: str) -> dict[str, str]:
        names = {
            "VocabularyName": names_by_language(self._settings.vocabulary, self._languages).get(language),
            "VocabularyFilterName": names_by_language(self._settings.vocabulary_filter, self._languages).get(language),
        }
        return {kind: name for kind, name in names.items() if name}

    def _transcript(self, folder: RecordingFolder, language: str) -> Transcript:
        output = Bucket(self._settings.bucket, client("s3")).find(folder.raw_transcription)
        if output is None:
            raise ProviderUnavailable(PROVIDER, "the job is completed, but its transcript is missing")
        try:
            results = _Output.model_validate_json(output).results
        except ValidationError as exc:
            raise ProviderUnavailable(PROVIDER, "the job's transcript is malformed") from exc
        text = " ".join(result.transcript for result in results.transcripts).strip()
        texts = alternatives([[one.transcript for one in segment.alternatives] for segment in results.segments])
        words = [item.alternatives[0] for item in results.items if item.type == "pronunciation" and item.alternatives]
        return Transcript(
            text=text,
            engine=self.engine,
            language=language,
            confidence=mean([word.confidence for word in words]),
            alternatives=tuple(alternative for alternative in texts if alternative != text),
        )

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        """Also raises UnknownProvider, for an unknown language or vocabulary."""
        try:
            with translated(PROVIDER):
                yield
        except ClientError as exc:
            error = exc.response.get("Error", {})
            if error.get("Code") == "BadRequestException":
                raise (failure(error.get("Message", "")) or refused_request(self._settings)) from exc
            raise ProviderUnavailable(PROVIDER, error.get("Code", "malformed response")) from exc


def failure(reason: str) -> StikadooError | None:
    """The exception for a failure reason of Transcribe; None for an unknown one."""
    matching = (make() for phrase, make in FAILURES.items() if phrase in reason.lower())
    return next(matching, None)


def _job(response: dict[str, Any]) -> dict[str, Any]:
    """Raises ProviderUnavailable if there is none: botocore ignores a body that is not JSON."""
    job: dict[str, Any] = response.get("TranscriptionJob") or {}
    if "TranscriptionJobStatus" not in job:
        raise ProviderUnavailable(PROVIDER, "malformed response")
    return job
