"""Speech becomes a transcript, at once or as a job to look at again. An engine a file, imported on use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from stikadoo.aws.bucket import Bucket
from stikadoo.errors import UnknownProvider
from stikadoo.execution import Transcript
from stikadoo.worker_settings import TranscribeSettings


@dataclass(frozen=True)
class StoredSpeech:
    """A recording's speech.wav, and where it lies: one engine reads it, another is told the place."""

    bucket: Bucket
    key: str
    "16 kHz mono 16-bit WAV."
    recording_id: str
    "Names a job, so that asking twice starts one."
    seconds: float
    language: str = "en"
    "BCP 47, the device's; the words may be in another."

    def read(self) -> bytes:
        return self.bucket.read(self.key)


@dataclass(frozen=True)
class Job:
    """Speech that somebody is still listening to."""

    id: str


class Transcriber(Protocol):
    """Both methods raise ProviderThrottled, ProviderUnavailable or ProviderRefusedKey.

    A transcript without words says that there are none: the step makes NothingHeard of it.
    """

    @property
    def engine(self) -> str:
        """Its name in the table below, which the document remembers."""

    def start(self, speech: StoredSpeech) -> Transcript | Job:
        """Asks for the words."""

    def check(self, job: str) -> Transcript | Job:
        """Looks at a job again; the machine waits in between, nobody sleeps."""


def _whisper(settings: TranscribeSettings) -> Transcriber:
    from functions.transcribe.transcribers.languages import supported_languages
    from functions.transcribe.transcribers.weights import model
    from functions.transcribe.transcribers.whisper import Whisper

    return Whisper(model(settings.whisper_model), supported_languages(settings.spoken_languages))


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
"By the name in the document's engines."


def transcriber_named(name: str, settings: TranscribeSettings) -> Transcriber:
    """Raises UnknownProvider, and MissingSettings for what the engine needs."""
    if name not in TRANSCRIBERS:
        raise UnknownProvider("transcriber", name, tuple(TRANSCRIBERS))
    return TRANSCRIBERS[name](settings)
