"""Decodes a window of speech with Whisper. It is encoded once, for the language and for the words.

Whisper's own window is 30 s, and encoding costs by its length. A window of ten seconds keeps as many words at a sixth
of that cost; in shorter ones the decoder repeats itself. Timestamps are not decoded: with them, more words were lost in
a short window, and sentences were written twice. docs/decisions/0016-speech-engine.md has the numbers.

Only temperature 0 is used: Whisper's retries at higher temperatures are random, and take as long again. Three limits
stop loops: a penalty on repeated tokens, no sequence of five tokens twice, and a number of tokens bounded by duration.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from functions.transcribe.transcribers.prompts import LanguagePrompt
from stikadoo.audio.opus import SAMPLE_RATE

Samples = npt.NDArray[np.float32]

_FRAMES_PER_SECOND = 100
"Of the spectrogram."

_SHORTEST_WINDOW = 10 * _FRAMES_PER_SECOND
_LONGEST_WINDOW = 30 * _FRAMES_PER_SECOND
"What the model was trained on."

_SILENCE_AFTER = 2 * _FRAMES_PER_SECOND
"At least; a window that ends with speech is continued by invented words."

_LONGEST_SECONDS = 28

_TOKENS_PER_SECOND = 8
"Twice the rate of a fast speaker."

_MAX_LENGTH = 448
"The model's, prompt included."


@dataclass(frozen=True)
class Decoded:
    """A window's text."""

    text: str
    tokens: int
    avg_logprob: float
    no_speech_prob: float
    "Without a prompt: with one it is low for sounds, too."


class Window:
    """Encoded speech of at most 30 s."""

    def __init__(self, model: Any, audio: Samples) -> None:
        """`model`: a faster_whisper.WhisperModel."""
        self._model = model
        self.seconds = len(audio) / SAMPLE_RATE
        self._encoded = model.encode(spectrogram(model.feature_extractor, audio))

    def language_probabilities(self) -> list[tuple[str, float]]:
        """Of a multilingual model."""
        (probabilities,) = self._model.model.detect_language(self._encoded)
        return [(token.strip("<|>"), probability) for token, probability in probabilities]

    def decode(self, language: str, prompt: LanguagePrompt | None = None) -> Decoded:
        tokenizer = _tokenizer(self._model, language)
        previous = tokenizer.encode(f" {prompt.prompt}") if prompt else []
        hotwords = prompt.hotwords if prompt else None
        most_tokens = 16 + _TOKENS_PER_SECOND * math.ceil(self.seconds)
        start = self._model.get_prompt(tokenizer, previous, without_timestamps=True, hotwords=hotwords)
        result = self._generate(start, most_tokens, beam_size=5, repetition_penalty=1.1, no_repeat_ngram_size=5)
        tokens = result.sequences_ids[0]
        return Decoded(
            text=tokenizer.decode(tokens).strip(),
            tokens=len(tokens),
            avg_logprob=result.scores[0] * len(tokens) / (len(tokens) + 1),
            no_speech_prob=self._no_speech_prob(tokenizer) if prompt else result.no_speech_prob,
        )

    def _no_speech_prob(self, tokenizer: Any) -> float:
        start = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        return float(self._generate(start, 1, beam_size=1).no_speech_prob)

    def _generate(self, start: list[int], most_tokens: int, **options: Any) -> Any:
        return self._model.model.generate(
            self._encoded,
            [start],
            max_length=max_length(len(start), most_tokens),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=[-1],
            **options,
        )[0]


def max_length(start_tokens: int, most_tokens: int) -> int:
    """CTranslate2's option for at most this many tokens: it decodes min(max_length / 2, max_length - start_tokens)."""
    return min(_MAX_LENGTH, max(start_tokens + most_tokens, 2 * most_tokens))


def windows(audio: Samples) -> Iterator[Samples]:
    """Parts that fit into a window, cut at the quietest fifth of a second of its last ten seconds."""
    while len(audio) > _LONGEST_SECONDS * SAMPLE_RATE:
        first, last = (_LONGEST_SECONDS - 10) * SAMPLE_RATE, _LONGEST_SECONDS * SAMPLE_RATE
        pieces = np.square(audio[first:last]).reshape(-1, SAMPLE_RATE // 5).sum(axis=1)
        cut = first + int(pieces.argmin()) * (SAMPLE_RATE // 5) + SAMPLE_RATE // 10
        yield audio[:cut]
        audio = audio[cut:]
    yield audio


def spectrogram(extractor: Callable[[Samples], Samples], audio: Samples) -> Samples:
    """Padded to a window."""
    features = extractor(audio)[:, :-1]
    frames = features.shape[1]
    window = min(_LONGEST_WINDOW, max(_SHORTEST_WINDOW, frames + _SILENCE_AFTER))
    window += window % 2  # the encoder halves it
    return np.ascontiguousarray(np.pad(features, ((0, 0), (0, window - frames))))


def _tokenizer(model: Any, language: str) -> Any:
    tokenizer = import_module("faster_whisper.tokenizer").Tokenizer
    return tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)
