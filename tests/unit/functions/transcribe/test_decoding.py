"""Windows of speech: where they are cut, and how they are padded."""

import numpy as np
import pytest

from functions.transcribe.transcribers.decoding import Samples, spectrogram, windows
from functions.transcribe.transcribers.whisper_model import faster_whisper
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
