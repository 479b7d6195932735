"""Speech becomes words by a job of Amazon Transcribe, which the machine looks at until it is done.

The device's own packets, as Ogg Opus, are a twentieth of the WAV's bytes. A job is named after its recording, so asking
twice starts one; one that failed makes way for another, so that a mended stage can run a recording again. AWS reads the
file and writes its answer with this worker's rights, into our bucket, where forget and the lifecycle find them.

Source: https://docs.aws.amazon.com/transcribe/latest/APIReference/API_StartTranscriptionJob.html
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError
from pydantic import ValidationError

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.amazon import PROVIDER, alternatives, mean, refused_request
from functions.transcribe.transcribers.languages import by_language, identifiable, spoken
from stikadoo.audio.ogg import to_ogg
from stikadoo.audio.packets import from_bytes
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client, translated
from stikadoo.errors import CorruptAudio, NothingHeard, ProviderRefusedKey, ProviderUnavailable, StikadooError
from stikadoo.execution import Facts, Transcript
from stikadoo.keys import RecordingFolder
from stikadoo.worker_settings import TranscribeSettings

SHORTEST_SECONDS = 0.5
"Shorter media fails, by the service's quota."

IDENTIFIABLE_SECONDS = 30
"""Of less, batch does not tell the language: https://github.com/boto/boto3/issues/3238. So a wish in none of the spoken
languages is heard in the first of them."""

_ALTERNATIVES = 3


def _unreadable() -> StikadooError:
    return CorruptAudio(f"{PROVIDER} cannot read the recording")


FAILURES: dict[str, Callable[[], StikadooError]] = {
    "length is too small": lambda: NothingHeard("too short to be transcribed"),
    "speech segment long enough": lambda: NothingHeard("too little is said to tell the language"),
    "media format": _unreadable,
    "audio format": _unreadable,
    "sample rate": _unreadable,
    "number of channels": _unreadable,
    "failed to parse audio": _unreadable,
    "input media file isn't valid": _unreadable,
    "can't be accessed": lambda: ProviderRefusedKey(PROVIDER),
    "can't be written": lambda: ProviderRefusedKey(PROVIDER),
}
"""By what a FailureReason, or a BadRequestException, says. Media format, sample rate and channels: the API's reference;
the others: as people report them. Any other is the service's own trouble."""


class _Guess(Facts):
    transcript: str


class _Segment(Facts):
    alternatives: tuple[_Guess, ...]


class _Word(Facts):
    confidence: float = 0


class _Item(Facts):
    type: str
    alternatives: tuple[_Word, ...]


class _Results(Facts):
    transcripts: tuple[_Guess, ...]
    items: tuple[_Item, ...] = ()
    segments: tuple[_Segment, ...] = ()


class _Output(Facts):
    """What Transcribe writes, as far as we read it."""

    results: _Results


class TranscribeBatch:
    """A transcriber whose every answer is a job at first."""

    engine = "transcribe-batch"

    def __init__(self, settings: TranscribeSettings) -> None:
        """Raises MissingSettings."""
        self._settings = settings
        self._languages = spoken(settings.spoken_languages)

    def start(self, speech: StoredSpeech) -> Job:
        """Raises NothingHeard for what is too short to be paid for."""
        if speech.seconds < SHORTEST_SECONDS:
            raise NothingHeard(f"{speech.seconds:.2f} s are too short")
        folder = RecordingFolder(speech.recording_id)
        timeline = from_bytes(speech.bucket.read(RecordingFolder.of(speech.key).packets))  # a replay's lie elsewhere
        speech.bucket.put(folder.speech_ogg, to_ogg(timeline, speech.seconds), "audio/ogg")
        with self._troubles():
            self._begin(self._request(speech, folder))
        return Job(speech.recording_id)

    def check(self, job: str) -> Transcript | Job:
        """Raises NothingHeard and CorruptAudio, too."""
        with self._troubles():
            found = _job(client("transcribe").get_transcription_job(TranscriptionJobName=job))
        if found["TranscriptionJobStatus"] == "FAILED":
            reason = str(found.get("FailureReason", ""))
            raise failure(reason) or ProviderUnavailable(PROVIDER, "the job failed")
        if found["TranscriptionJobStatus"] == "COMPLETED":
            return self._transcript(RecordingFolder(job), str(found.get("LanguageCode") or ""))
        return Job(job)

    def _begin(self, request: dict[str, Any]) -> None:
        transcribe = client("transcribe")
        named = {"TranscriptionJobName": request["TranscriptionJobName"]}
        try:
            _job(transcribe.start_transcription_job(**request))
        except transcribe.exceptions.ConflictException:
            if _job(transcribe.get_transcription_job(**named))["TranscriptionJobStatus"] == "FAILED":
                transcribe.delete_transcription_job(**named)
                _job(transcribe.start_transcription_job(**request))

    def _request(self, speech: StoredSpeech, folder: RecordingFolder) -> dict[str, Any]:
        is_long_enough = speech.seconds >= IDENTIFIABLE_SECONDS
        return {
            "TranscriptionJobName": folder.recording_id,
            "Media": {"MediaFileUri": f"s3://{speech.bucket.name}/{folder.speech_ogg}"},
            "MediaFormat": "ogg",
            "OutputBucketName": speech.bucket.name,
            "OutputKey": folder.raw_transcription,
            **self._tongue(identifiable(speech.language, self._languages, is_long_enough)),
        }

    def _tongue(self, languages: tuple[str, ...]) -> dict[str, Any]:
        """One language, or one of several; with what is set for each."""
        chosen = {language: self._vocabularies(language) for language in languages}
        shown = {"ShowAlternatives": True, "MaxAlternatives": _ALTERNATIVES}
        if len(languages) == 1:
            (language,) = languages
            method = {"VocabularyFilterMethod": "mask"} if "VocabularyFilterName" in chosen[language] else {}
            return {"LanguageCode": language, "Settings": shown | chosen[language] | method}
        named = {language: names for language, names in chosen.items() if names}
        several = {"IdentifyLanguage": True, "LanguageOptions": list(languages), "Settings": shown}
        return several | ({"LanguageIdSettings": named} if named else {})

    def _vocabularies(self, language: str) -> dict[str, str]:
        names = {
            "VocabularyName": by_language(self._settings.vocabulary, self._languages).get(language),
            "VocabularyFilterName": by_language(self._settings.vocabulary_filter, self._languages).get(language),
        }
        return {kind: name for kind, name in names.items() if name}

    def _transcript(self, folder: RecordingFolder, language: str) -> Transcript:
        written = Bucket(self._settings.bucket, client("s3")).find(folder.raw_transcription)
        if written is None:
            raise ProviderUnavailable(PROVIDER, "done, but its transcript is not there")
        try:
            results = _Output.model_validate_json(written).results
        except ValidationError as exc:
            raise ProviderUnavailable(PROVIDER, "its transcript is malformed") from exc
        text = " ".join(guess.transcript for guess in results.transcripts).strip()
        guesses = alternatives([[guess.transcript for guess in one.alternatives] for one in results.segments])
        words = [item.alternatives[0] for item in results.items if item.type == "pronunciation" and item.alternatives]
        return Transcript(
            text=text,
            engine=self.engine,
            language=language,
            confidence=mean([word.confidence for word in words]),
            alternatives=tuple(guess for guess in guesses if guess != text),
        )

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        """Also raises UnknownProvider, for a language or a vocabulary that Transcribe does not know."""
        try:
            with translated(PROVIDER):
                yield
        except ClientError as exc:
            error = exc.response.get("Error", {})
            if error.get("Code") == "BadRequestException":
                raise (failure(error.get("Message", "")) or refused_request(self._settings)) from exc
            raise ProviderUnavailable(PROVIDER, error.get("Code", "malformed reply")) from exc


def failure(reason: str) -> StikadooError | None:
    """What Transcribe's reason means to us; None if it is none of those we know."""
    told = (make() for phrase, make in FAILURES.items() if phrase in reason.lower())
    return next(told, None)


def _job(reply: dict[str, Any]) -> dict[str, Any]:
    """Raises ProviderUnavailable for a reply without one: botocore makes nothing of what is no JSON."""
    job: dict[str, Any] = reply.get("TranscriptionJob") or {}
    if "TranscriptionJobStatus" not in job:
        raise ProviderUnavailable(PROVIDER, "malformed reply")
    return job
