"""End-of-speech detection: after speech of real voices, in pauses, in silence and in noise."""

import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from device.opus_encoder import FRAME_MS, packets
from edge.end_of_speech import (
    CEASED_SECONDS,
    LATE_SECONDS,
    PATIENCE_SECONDS,
    Durations,
    EndOfSpeech,
    SpeechLimits,
    pause_that_ends,
)
from stikadoo.audio import frames, opus
from tests import sounds
from tests.speech_packets import encode, pcm

SPEECH = Path(__file__).resolve().parents[2] / "speech"
VOICES = Path(__file__).resolve().parents[2] / "voices" / "clips"
WISHES = ["cat-rocket", "dog-balloons", "unicorn-pizza", "dragon", "robot-rain", "cancel"]
SILENCE = packets(SPEECH / "silence.wav")
LIMITS = SpeechLimits()


def end_of(packets_in: Sequence[bytes], limits: SpeechLimits = LIMITS) -> float | None:
    """The second at which the end is detected, if each packet arrives when it was spoken."""
    return end_at([(number * FRAME_MS / 1000, packet) for number, packet in enumerate(packets_in, 1)], limits)


def end_at(arrivals: Sequence[tuple[float, bytes]], limits: SpeechLimits = LIMITS) -> float | None:
    listening = EndOfSpeech(limits)
    return next((at for at, packet in arrivals if listening.is_after(packet, at)), None)


def silence(seconds: float) -> list[bytes]:
    return (SILENCE * 20)[: round(seconds * 1000 / FRAME_MS)]


def voice(name: str) -> list[bytes]:
    """A real voice."""
    return [frame.packet for frame in frames.parse((VOICES / f"{name}.p3").read_bytes(), 3)]


def last_sound(speech: list[bytes]) -> float:
    """The second at which the recording falls silent."""
    decoder = opus.load().Decoder(opus.SAMPLE_RATE, 1)
    samples = [array.array("h", decoder.decode(packet, 1920)) for packet in speech]
    return (
        (max(at for at, packet in enumerate(samples) if max(packet) > 32767 * 10 ** (-42 / 20)) + 1) * FRAME_MS / 1000
    )


@pytest.mark.parametrize("wish", WISHES)
def test_the_end_is_detected_a_pause_after_the_speech(wish: str) -> None:
    speech = packets(SPEECH / f"{wish}.wav")
    end = end_of(speech + silence(5))
    assert end
    assert LIMITS.pause_seconds <= end - last_sound(speech) + 0.2 <= LIMITS.longest_pause_seconds + 0.5


@pytest.mark.parametrize("word", ["ball", "bow", "coat", "ear", "egypt_boy", "eye", "flower", "hat"])
def test_the_end_of_a_single_word_is_detected(word: str) -> None:
    speech = voice(f"words-en/ktuberling-{word}")
    end = end_of(silence(1) + speech + silence(5))
    assert end
    assert end <= 1 + len(speech) * FRAME_MS / 1000 + LIMITS.longest_pause_seconds + 0.2


def test_pauses_of_a_second_between_words_end_nothing() -> None:
    words = [voice(f"words-en/ktuberling-{word}") for word in ("egypt_boy", "coat", "hat", "ball")]
    wish = [packet for word in words for packet in silence(1) + word]
    end = end_of(wish + silence(5))
    assert end
    assert end > len(wish) * FRAME_MS / 1000


@pytest.mark.parametrize("dbfs", [-45, -40, -35])
def test_a_fan_is_neither_speech_nor_a_reason_to_go_on_listening(dbfs: float) -> None:
    speech = np.frombuffer(bytes(32_000 * 3) + pcm("dragon.wav") + bytes(32_000 * 5), "<i2").astype(float)
    fan = np.resize(sounds.fan(), len(speech))
    noisy = speech + fan * (32768 * 10 ** (dbfs / 20) / fan.std())
    end = end_of(encode(np.clip(noisy, -32768, 32767).astype("<i2").tobytes()))
    assert end
    assert 3 + len(pcm("dragon.wav")) / 32_000 - 0.5 < end < len(speech) / 16_000 - 2


def test_a_pause_before_the_speech_is_not_its_end() -> None:
    speech = packets(SPEECH / "dragon.wav")
    end = end_of(silence(4) + speech + silence(5))
    assert end
    assert end > 4 + last_sound(speech)


def test_silence_ends_at_the_limit_without_speech() -> None:
    assert end_of(silence(20)) == pytest.approx(PATIENCE_SECONDS, abs=0.1)


def test_noise_ends_at_the_limit_without_speech() -> None:
    noise = packets(SPEECH / "noise.wav")
    assert end_of((noise * 30)[:400]) == pytest.approx(PATIENCE_SECONDS, abs=0.1)


def test_speech_without_a_pause_ends_at_the_longest_recording() -> None:
    speech = packets(SPEECH / "dragon.wav")
    endless = speech[: round(last_sound(speech) * 1000 / FRAME_MS)] * 9
    assert end_of(endless, SpeechLimits(longest_seconds=6)) == pytest.approx(6, abs=0.1)


def test_the_longest_pause_is_a_limit_for_every_pause() -> None:
    limits = SpeechLimits(longest_pause_seconds=0.3)
    speech = packets(SPEECH / "dragon.wav")
    end = end_of(speech + silence(5), limits)
    assert end
    assert end < last_sound(speech) + 0.7


def test_the_more_was_said_the_shorter_a_pause_ends_it() -> None:
    pauses = [pause_that_ends(Durations(speech=seconds), LIMITS) for seconds in (0.2, 1, 1.5, 2, 2.5, 9)]
    assert pauses == sorted(pauses, reverse=True)
    assert pauses[0] == LIMITS.longest_pause_seconds
    assert pauses[-1] == pytest.approx(LIMITS.pause_seconds)


def test_a_speaker_who_has_paused_may_pause_longer_again() -> None:
    assert pause_that_ends(Durations(speech=9, earlier_pause=0.7), LIMITS) == pytest.approx(1.2)
    assert pause_that_ends(Durations(speech=9, earlier_pause=5), LIMITS) == LIMITS.longest_pause_seconds


def test_corrupt_packets_are_no_speech() -> None:
    assert end_of([b"\xff\xff\xff\xff\xff"] * 1000) == pytest.approx(PATIENCE_SECONDS + LATE_SECONDS, abs=0.1)


def test_silence_that_a_device_does_not_send_ends_the_speech() -> None:
    """DTX: a packet every 400 ms."""
    speech = packets(SPEECH / "robot-rain.wav")
    spoken = [(number * FRAME_MS / 1000, packet) for number, packet in enumerate(speech, 1)]
    last, _ = spoken[-1]
    end = end_at([*spoken, *((last + 0.4 * number, SILENCE[0]) for number in range(1, 40))])
    assert end
    assert end <= last_sound(speech) + LIMITS.longest_pause_seconds + LATE_SECONDS + 0.4


def test_speech_that_wi_fi_delivers_late_is_not_cut() -> None:
    """A second without packets, then all of them at once."""
    speech = packets(SPEECH / "robot-rain.wav")
    times = [number * FRAME_MS / 1000 for number in range(1, len(speech) + 1)]
    stalled = [max(at, 2.0) if at > 1.0 else at for at in times]
    assert end_at(list(zip(stalled, speech, strict=True))) is None


def test_packets_that_cease_end_the_speech_soon_and_silence_later() -> None:
    listening = EndOfSpeech(LIMITS)
    assert listening.patience == PATIENCE_SECONDS
    for packet in SILENCE[:10]:
        assert not listening.is_after(packet, 0.0)
    assert listening.patience == pytest.approx(PATIENCE_SECONDS - 0.6)
    for packet in packets(SPEECH / "dragon.wav")[:20]:
        assert not listening.is_after(packet, 0.0)
    assert listening.patience == CEASED_SECONDS
