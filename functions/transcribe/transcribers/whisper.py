"""Local speech recognition with Whisper: languages, prompts, and what counts as speech.

The model is loaded for the first wish and kept. Speech is padded with half a second of silence on both sides and
normalised in level, since words at the edges and soft ones are recognised worse.

An English model always recognises English. A multilingual model first detects the language. If that is clear, the
speech is decoded in it, or not at all if it is unsupported. Other speech is decoded in the device's language if that is
supported, else in the most likely of the supported ones. In those of PROMPTS, it also gets a prompt of typical wishes.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.decoding import Decoded, Samples, Window, windows
from functions.transcribe.transcribers.hallucinations import is_speech, transcript_text
from functions.transcribe.transcribers.languages import clearly_spoken, most_likely, whisper_language
from functions.transcribe.transcribers.prompts import PROMPTS
from functions.transcribe.transcribers.whisper_model import load, require_languages
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.wav import from_wav
from stikadoo.execution import Transcript
from stikadoo.languages import primary_language

_PEAK = 0.9

_HALF_A_SECOND = SAMPLE_RATE // 2


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
        first, *others = windows(np.pad(normalise_level(samples(wav)), _HALF_A_SECOND))
        window = Window(self._model, first)
        language = self._language(window, device_language)
        if language not in self._spoken:
            return Transcript(text="", engine=self.engine, language=language)
        encoded = (window, *(Window(self._model, other) for other in others))
        decoded = [one.decode(language, PROMPTS.get(language)) for one in encoded]
        speech = [one for one in decoded if is_speech(one)]
        return Transcript(
            text=transcript_text(speech),
            engine=self.engine,
            language=self._spoken[language],
            confidence=confidence(speech),
        )

    def load(self) -> None:
        """Load the model now: otherwise the first wish does."""
        _ = self._model

    def check(self, job: str) -> Transcript | Job:
        """Raises ValueError: this engine starts no jobs."""
        raise ValueError("whisper has no jobs")

    def _language(self, window: Window, device_language: str) -> str:
        """The language to transcribe in; an unsupported one if that is clearly spoken."""
        if not self._model.model.is_multilingual:
            return "en"
        device, spoken = whisper_language(device_language), list(self._spoken)
        probabilities = window.language_probabilities()
        clear = clearly_spoken(frozenset(spoken), probabilities, window.seconds)
        return clear or most_likely([device] if device in spoken else spoken, probabilities)

    @cached_property
    def _spoken(self) -> dict[str, str]:
        """The supported languages: Whisper's name → the setting's, by which a transcript is accepted."""
        return {whisper_language(tag): primary_language(tag) for tag in self._languages}

    @cached_property
    def _model(self) -> Any:
        """Raises UnknownProvider for a language that the model lacks, and what loading raises."""
        model = load(self._model_source)
        if model.model.is_multilingual:
            require_languages(model, self._spoken)
        return model


def samples(wav: bytes) -> Samples:
    """Samples in the range -1 to 1."""
    return np.frombuffer(from_wav(wav), "<i2").astype(np.float32) / np.float32(32768)


def normalise_level(audio: Samples) -> Samples:
    """Scale to a peak near full scale, since soft speech is recognised worse."""
    peak = float(np.abs(audio).max(initial=0))
    return audio * np.float32(_PEAK / peak) if peak else audio


def confidence(decoded: Sequence[Decoded]) -> float | None:
    """The mean probability of a token; None without any."""
    tokens = sum(one.tokens for one in decoded)
    if not tokens:
        return None
    return round(math.exp(sum(one.avg_logprob * one.tokens for one in decoded) / tokens), 3)
