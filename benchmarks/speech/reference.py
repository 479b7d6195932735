"""The engine that others are compared with: whisper tiny.en, decoded as this product did it in November 2026.

Its settings stay as they are here, so that a ratio to it means the same next year.
"""

from functools import cached_property
from typing import Any

import numpy as np

from functions.transcribe.transcribers import Job, StoredSpeech
from functions.transcribe.transcribers.weights import resolve_model
from stikadoo.audio.wav import from_wav
from stikadoo.execution import Transcript

_PROMPT = "A child says what to draw on a sticker."
_HOTWORDS = "dinosaur princess puppy kitten castle fairy mermaid butterfly elephant pirate"
_HALF_A_SECOND = 8_000
_NO_SPEECH = 0.6


class Reference:
    """A transcriber without jobs, and without filters but Whisper's own."""

    engine = "reference"

    def start(self, speech: StoredSpeech) -> Transcript:
        audio = np.frombuffer(from_wav(speech.read()), "<i2").astype(np.float32) / np.float32(32768)
        audio *= np.float32(0.9 / max(np.abs(audio).max(initial=0), 1e-4))
        segments, _ = self._model.transcribe(
            np.pad(audio, _HALF_A_SECOND),
            language="en",
            initial_prompt=_PROMPT,
            hotwords=_HOTWORDS,
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            no_repeat_ngram_size=5,
        )
        heard = [segment.text.strip() for segment in segments if segment.no_speech_prob <= _NO_SPEECH]
        return Transcript(text=" ".join(heard), engine=self.engine, language="en")

    def check(self, job: str) -> Transcript | Job:
        """Raises ValueError: this engine starts no jobs."""
        raise ValueError("the reference has no jobs")

    @cached_property
    def _model(self) -> Any:
        from faster_whisper import WhisperModel

        return WhisperModel(str(resolve_model("")), device="cpu", compute_type="int8", cpu_threads=0)
