"""Local speech recognition with faster-whisper on the CPU, in int8.

The model is loaded for the first wish and kept. Only temperature 0 is used: Whisper's retries at higher temperatures
are random, and take as long again. Speech is padded with half a second of silence on both sides and normalised in
level, since words at the edges and soft ones are recognised worse. Two limits stop loops: no sequence of five tokens
repeats, and the number of tokens is bounded by the duration.

An English model always recognises English. A multilingual model first detects the language. Speech that is clearly in
none of the supported languages is not transcribed. Other speech is transcribed in the device's language if that is
supported, else in the most likely of the supported languages. For languages in PROMPTS, it
also gets a prompt with words that children use.
"""

import math
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.hallucinations import PROMPTS, is_speech, transcript_text
from functions.transcribe.transcribers.languages import candidates
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.wav import from_wav
from stikadoo.errors import ProviderUnavailable, UnknownProvider
from stikadoo.execution import Transcript
from stikadoo.languages import primary_language

_WINDOW_SECONDS = 30
"The length of Whisper's input."

_PEAK = 0.9

_HALF_A_SECOND = SAMPLE_RATE // 2

_FOREIGN_PROBABILITY = 0.8
"Not measured: no multilingual model has been run here. A short word is often taken for another language."

_VARIANTS = {"yue": "zh"}
"Whisper's own names of languages that a supported one covers."

_TOKENS_PER_SECOND = 8
"Twice the rate of a fast speaker."


class Whisper:
    """A transcriber without jobs."""

    engine = "whisper"

    def __init__(self, model: Path | str, languages: tuple[str, ...] = ("en-US",)) -> None:
        """`model`: its folder, or its name on the hub; `languages`: the supported ones, BCP 47."""
        self._model_source = model
        self._languages = languages

    def start(self, speech: StoredSpeech) -> Transcript:
        return self.words(speech.read(), speech.language)

    def words(self, wav: bytes, device_language: str = "en") -> Transcript:
        """Transcribe a speech.wav."""
        audio = np.pad(normalise_level(samples(wav)), _HALF_A_SECOND)
        language = self._language(audio, device_language)
        if language not in self._supported:
            return Transcript(text="", engine=self.engine, language=language)
        segments, info = self._model.transcribe(
            audio,
            **prompt_arguments(language),
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            no_repeat_ngram_size=5,
            max_new_tokens=16 + _TOKENS_PER_SECOND * min(_WINDOW_SECONDS, math.ceil(len(audio) / SAMPLE_RATE)),
        )
        speech = [segment for segment in segments if is_speech(segment)]
        return Transcript(
            text=transcript_text(speech), engine=self.engine, language=info.language, confidence=confidence(speech)
        )

    def load(self) -> None:
        """Load the model now: otherwise the first wish does."""
        _ = self._model

    def check(self, job: str) -> Transcript | Job:
        """Raises ValueError: this engine starts no jobs."""
        raise ValueError("whisper has no jobs")

    def _language(self, audio: npt.NDArray[np.float32], device_language: str) -> str:
        """The language to transcribe in; an unsupported one if that is clearly spoken."""
        if not self._model.model.is_multilingual:
            return "en"
        languages = list(dict.fromkeys(map(primary_language, candidates(device_language, self._languages))))
        _, _, probabilities = self._model.detect_language(audio)
        return clearly_foreign(self._supported, probabilities) or most_likely(languages, probabilities)

    @property
    def _supported(self) -> frozenset[str]:
        return frozenset(map(primary_language, self._languages))

    @cached_property
    def _model(self) -> Any:
        """For a model by name, raises ProviderUnavailable and UnknownProvider."""
        if isinstance(self._model_source, Path):
            return _load(str(self._model_source), local_files_only=True)
        with _download_errors(self._model_source):
            return _load(self._model_source, download_root=str(Path(tempfile.gettempdir()) / "whisper"))


def _load(model: str, **options: Any) -> Any:
    threads = os.cpu_count() or 1
    return _faster_whisper().WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=threads, **options)


def prompt_arguments(language: str) -> dict[str, str | None]:
    """The language with its prompt, as arguments of WhisperModel.transcribe."""
    prompt = PROMPTS.get(language)
    return {
        "language": language,
        "initial_prompt": prompt.prompt if prompt else None,
        "hotwords": prompt.hotwords if prompt else None,
    }


def most_likely(languages: list[str], probabilities: list[tuple[str, float]]) -> str:
    """The most likely of these languages; others are ignored, since they are not supported."""
    by_language = dict(probabilities)
    return max(languages, key=lambda language: by_language.get(language, 0))


def clearly_foreign(supported: frozenset[str], probabilities: list[tuple[str, float]]) -> str | None:
    """The detected language, if it is none of the supported ones and hardly in doubt."""
    language, probability = max(probabilities, key=lambda one: one[1])
    is_supported = _VARIANTS.get(language, language) in supported
    return language if probability >= _FOREIGN_PROBABILITY and not is_supported else None


@contextmanager
def _download_errors(name: str) -> Iterator[None]:
    """Map the hub client's errors: ValueError for an invalid name, OSError subclasses for network failures."""
    hub_errors = import_module("huggingface_hub.errors")  # a worker's zip lacks it: its models are folders

    try:
        yield
    except (ValueError, hub_errors.RepositoryNotFoundError) as exc:
        raise UnknownProvider("whisper model", name, tuple(_faster_whisper().available_models())) from exc
    except OSError as exc:
        raise ProviderUnavailable("whisper", f"cannot fetch its model {name}: {type(exc).__name__}") from exc


def _faster_whisper() -> ModuleType:
    """faster_whisper without PyAV, 103 MB that it only needs to read files; we pass samples.

    Nor does it need the client of the Hugging Face hub to load a folder; a worker's zip lacks it.
    """
    absent = {"av", *(() if find_spec("huggingface_hub") else ("huggingface_hub",))} - sys.modules.keys()
    sys.modules.update({name: ModuleType(name) for name in absent})
    try:
        import faster_whisper
    finally:
        for name in absent:
            del sys.modules[name]
    return faster_whisper  # type: ignore[no-any-return]


def samples(wav: bytes) -> npt.NDArray[np.float32]:
    """Samples in the range -1 to 1."""
    return np.frombuffer(from_wav(wav), "<i2").astype(np.float32) / np.float32(32768)


def normalise_level(audio: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scale to a peak near full scale, since soft speech is recognised worse."""
    peak = float(np.abs(audio).max(initial=0))
    return audio * np.float32(_PEAK / peak) if peak else audio


def confidence(segments: list[Any]) -> float | None:
    """The mean probability of a token; None without any."""
    tokens = sum(len(segment.tokens) for segment in segments)
    if not tokens:
        return None
    return round(math.exp(sum(segment.avg_logprob * len(segment.tokens) for segment in segments) / tokens), 3)
