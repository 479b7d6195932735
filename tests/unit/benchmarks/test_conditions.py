"""Conditions have the stated ratio, level, loss and length, and repeat."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.speech.conditions import CONDITIONS, active_level, apply, samples, with_ratio
from benchmarks.speech.corpus import clips
from tests.sounds import RATE

CLIP = next(clip for clip in clips(("wishes-en",)) if len(clip.packets) > 30)
SOUND = samples(CLIP)


def _decibels(ratio: float) -> float:
    return float(20 * np.log10(ratio))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_repeats_and_keeps_what_was_said(condition: str) -> None:
    once, again = apply(condition, CLIP), apply(condition, CLIP)
    assert once == again
    assert (once.said, once.nouns, once.half) == (CLIP.said, CLIP.nouns, CLIP.half)


def test_clean_is_the_clip_itself() -> None:
    assert apply("clean", CLIP) is CLIP


@pytest.mark.parametrize("ratio", [20, 10, 5])
def test_noise_is_scaled_to_the_speech_without_its_pauses(ratio: int) -> None:
    with_pauses = np.concatenate([SOUND, np.zeros(5 * RATE)])
    noise = with_ratio(with_pauses, np.random.default_rng(1).normal(size=len(with_pauses)), ratio)
    level = active_level(SOUND) / np.sqrt(np.square(noise).mean())
    assert _decibels(level) == pytest.approx(ratio, abs=0.1)


@pytest.mark.parametrize("noise", ["babble", "hum", "music", "white"])
def test_less_ratio_is_more_noise(noise: str) -> None:
    changes = [np.square(samples(apply(f"{noise}-{ratio}", CLIP)) - SOUND).mean() for ratio in (20, 10, 5)]
    assert changes == sorted(changes)


@pytest.mark.parametrize("level", [30, 40])
def test_a_quiet_clip_has_its_peak_at_the_level(level: int) -> None:
    assert _decibels(np.abs(samples(apply(f"level-{level}", CLIP))).max()) == pytest.approx(-level, abs=2)


def test_clipping_raises_the_level_and_not_the_peak() -> None:
    levels = [active_level(samples(clip)) for clip in (CLIP, apply("clipped-12", CLIP), apply("clipped-24", CLIP))]
    assert levels == sorted(levels)


@pytest.mark.parametrize("percent", [5, 10, 20])
def test_packets_are_lost_and_counted(percent: int) -> None:
    long = replace(CLIP, packets=CLIP.packets * 20)
    arrived = apply(f"loss-{percent}", long).packets
    assert 1 - len(arrived) / len(long.packets) == pytest.approx(percent / 100, abs=0.03)
    place = -1
    for packet in arrived:
        place += 1 + packet.lost_before
        assert packet.data == long.packets[place].data


def test_a_pause_is_inserted() -> None:
    longer = len(samples(apply("pause", CLIP))) - len(SOUND)
    assert longer / RATE == pytest.approx(0.8, abs=0.06)


def test_an_echo_outlasts_the_speech_and_decays() -> None:
    echo = samples(apply("far", CLIP))
    assert len(echo) / RATE == pytest.approx(len(SOUND) / RATE + 0.9, abs=0.06)
    assert active_level(echo[-RATE // 5 :]) < active_level(echo) / 10


def test_an_unknown_condition_is_an_error() -> None:
    with pytest.raises(KeyError):
        apply("underwater", CLIP)
