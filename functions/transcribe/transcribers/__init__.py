"""Speech engines: each returns a transcript, or a job to check later. One module per engine, imported when used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from stikadoo.aws.bucket import Bucket
from stikadoo.errors import UnknownProvider
from stikadoo.execution import Transcript
from stikadoo.worker_settings import TranscribeSettings


@dataclass(frozen=True)
class StoredSpeech:
    """A recording's speech.wav in its bucket: some engines read it, others pass on its location."""

    bucket: Bucket
    key: str
    "16 kHz mono 16-bit WAV."
    recording_id: str
    "The name of a job, so that a repeated start does not create a second one."
    seconds: float
    language: str = "en"
    "The device's, BCP 47; the speech may be in another language."
    limit_seconds: float = 45
    "An engine that is reached over a network is awaited no longer."

    def read(self) -> bytes:
        return self.bucket.read(self.key)


@dataclass(frozen=True)
class Job:
    """A running job of an engine."""

    id: str


class Transcriber(Protocol):
    """Both methods raise ProviderThrottled, ProviderUnavailable or ProviderRefusedKey.

    For speech without words they return a transcript without words; the step then raises NothingHeard.
    """

    @property
    def engine(self) -> str:
        """Its name in the table below, as stored in the document."""

    def start(self, speech: StoredSpeech) -> Transcript | Job:
        """Transcribe the speech, or start a job."""

    def check(self, job: str) -> Transcript | Job:
        """Check a job. The state machine waits between checks, so a method never sleeps."""


def _whisper(settings: TranscribeSettings) -> Transcriber:
    from functions.transcribe.transcribers.fetching import fetched
    from functions.transcribe.transcribers.languages import supported_languages
    from functions.transcribe.transcribers.weights import resolve_model
    from functions.transcribe.transcribers.whisper import Whisper

    stored = settings.whisper_weights
    model = fetched(stored) if stored else resolve_model(settings.whisper_model)
    whisper = Whisper(model, supported_languages(settings.spoken_languages))
    if stored:  # in the init phase of a Lambda, not in its first call
        whisper.load()
    return whisper


def _batch(settings: TranscribeSettings) -> Transcriber:
    from functions.transcribe.transcribers.batch import TranscribeBatch

    return TranscribeBatch(settings)


def _streaming(settings: TranscribeSettings) -> Transcriber:
    from functions.transcribe.transcribers.streaming import TranscribeStreaming

    return TranscribeStreaming(settings)


TRANSCRIBERS: dict[str, Callable[[TranscribeSettings], Transcriber]] = {
    "whisper": _whisper,
    "transcribe-batch": _batch,
    "transcribe-streaming": _streaming,
}
"By the engine's name in the document."


def transcriber_named(name: str, settings: TranscribeSettings) -> Transcriber:
    """Raises UnknownProvider, and MissingSettings for what the engine needs."""
    if name not in TRANSCRIBERS:
        raise UnknownProvider("transcriber", name, tuple(TRANSCRIBERS))
    return TRANSCRIBERS[name](settings)
