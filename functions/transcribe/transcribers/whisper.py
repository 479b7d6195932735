"""speech.wav becomes words, here and now: faster-whisper on the CPU, in 8-bit integers.

The model is loaded at the first wish and stays. A temperature of 0 alone: whisper's usual second and third tries are
dice, and take as long again. Half a second of silence before and after, and a full level: words at the very edge, and
soft ones, are heard worse. Loops are cut short twice: no five words in a row are written again, and no more words than
anybody speaks.
"""

import io
import math
import os
import sys
import wave
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.hearing import HOTWORDS, PROMPT, heard, is_speech
from stikadoo.execution import Transcript

_WINDOW_SECONDS = 30
"Whisper listens to so much at once."

_RATE = 16_000
"Hz, of every speech.wav."

_PEAK = 0.9

_HALF_A_SECOND = _RATE // 2

_TOKENS_PER_SECOND = 8
"Twice as many as a fast talker's."


class Whisper:
    """A transcriber without jobs."""

    engine = "whisper"

    def __init__(self, model: Path) -> None:
        self._folder = model

    def start(self, speech: StoredSpeech) -> Transcript:
        sound = np.pad(levelled(samples(speech.read())), _HALF_A_SECOND)
        found, about = self._model.transcribe(
            sound,
            beam_size=5,
            temperature=0.0,
            # a model of many languages would take these for English being spoken
            initial_prompt=None if self._model.model.is_multilingual else PROMPT,
            hotwords=None if self._model.model.is_multilingual else HOTWORDS,
            condition_on_previous_text=False,
            no_repeat_ngram_size=5,
            max_new_tokens=16 + _TOKENS_PER_SECOND * min(_WINDOW_SECONDS, math.ceil(len(sound) / _RATE)),
        )
        spoken = [segment for segment in found if is_speech(segment)]
        return Transcript(
            text=heard(spoken), engine=self.engine, language=about.language, confidence=confidence(spoken)
        )

    def check(self, job: str) -> Transcript | Job:
        """Raises ValueError: none of its answers is a job."""
        raise ValueError("whisper gave no job to look at")

    @cached_property
    def _model(self) -> Any:
        return _faster_whisper().WhisperModel(
            str(self._folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=os.cpu_count() or 1,
            local_files_only=True,
        )


def _faster_whisper() -> ModuleType:
    """The library, without PyAV: it imports that to read files, and we hand it samples. 103 MB stay out of the zip."""
    is_needed = "av" not in sys.modules
    sys.modules.setdefault("av", ModuleType("av"))
    try:
        import faster_whisper
    finally:
        if is_needed:
            del sys.modules["av"]
    return faster_whisper  # type: ignore[no-any-return]


def samples(wav: bytes) -> npt.NDArray[np.float32]:
    """-1 to 1."""
    with wave.open(io.BytesIO(wav)) as file:
        pcm = file.readframes(file.getnframes())
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


def levelled(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """As loud as can be without clipping: what is said softly is heard better so."""
    peak = float(np.abs(sound).max(initial=0))
    return sound * np.float32(_PEAK / peak) if peak else sound


def confidence(segments: list[Any]) -> float | None:
    """The mean probability of a token; None without any."""
    tokens = sum(len(segment.tokens) for segment in segments)
    if not tokens:
        return None
    return round(math.exp(sum(segment.avg_logprob * len(segment.tokens) for segment in segments) / tokens), 3)
