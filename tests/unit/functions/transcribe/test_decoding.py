"""Windows of speech: where they are cut, and how they are padded."""

import numpy as np
import pytest

from functions.transcribe.transcribers.decoding import Samples, max_length, spectrogram, windows
from functions.transcribe.transcribers.weights import resolve_model
from functions.transcribe.transcribers.whisper_model import faster_whisper, load
from stikadoo.audio.opus import SAMPLE_RATE


def _noise(seconds: float) -> Samples:
    return np.random.default_rng(1).normal(size=round(seconds * SAMPLE_RATE)).astype(np.float32)


@pytest.mark.parametrize("seconds", [0.5, 3, 28])
def test_a_wish_is_one_window(seconds: float) -> None:
    (window,) = windows(_noise(seconds))
    assert len(window) == seconds * SAMPLE_RATE


@pytest.mark.parametrize("seconds", [29, 58, 130])
def test_long_speech_is_cut_into_windows_without_loss(seconds: float) -> None:
    audio = _noise(seconds)
    parts = list(windows(audio))
    assert all(len(part) <= 28 * SAMPLE_RATE for part in parts)
    assert np.array_equal(np.concatenate(parts), audio)


def test_long_speech_is_cut_in_a_pause() -> None:
    audio = _noise(40)
    audio[22 * SAMPLE_RATE : 23 * SAMPLE_RATE] = 0
    first, _ = windows(audio)
    assert 22 * SAMPLE_RATE <= len(first) <= 23 * SAMPLE_RATE


@pytest.mark.parametrize(("seconds", "window"), [(0.5, 10), (3, 10), (8, 10), (9.5, 11.5), (20, 22), (28, 30)])
def test_a_window_has_ten_seconds_or_two_more_than_its_speech(seconds: float, window: float) -> None:
    extractor = faster_whisper().feature_extractor.FeatureExtractor()
    assert spectrogram(extractor, _noise(seconds)).shape == (80, window * 100)


@pytest.mark.parametrize("prompt", [0, 20, 60])
def test_as_many_tokens_are_decoded_with_a_prompt_as_without(prompt: int) -> None:
    """CTranslate2 ends at half of its max_length, too. Without an end token, a model writes up to its limit."""
    model = load(resolve_model("tiny.en"))
    tokenizer = faster_whisper().tokenizer.Tokenizer(model.hf_tokenizer, multilingual=False)
    start = model.get_prompt(tokenizer, [1000] * prompt, without_timestamps=True)
    encoded = model.encode(spectrogram(model.feature_extractor, _noise(1)))
    options = {"beam_size": 1, "suppress_tokens": [-1, tokenizer.eot], "max_length": max_length(len(start), 40)}
    tokens = model.model.generate(encoded, [start], **options)[0].sequences_ids[0]
    assert len(tokens) in {40, 41}, "CTranslate2 does not count the last token of a long prompt"


def test_a_prompt_and_its_text_fit_into_the_model() -> None:
    assert max_length(60, 240) == 448
