"""End-of-speech detection: after speech, in silence and in noise."""

import array
from pathlib import Path

import pytest

from device.opus_encoder import FRAME_MS, packets
from edge.end_of_speech import CEASED_SECONDS, LONGEST_SECONDS, PATIENCE_SECONDS, PAUSE_SECONDS, EndOfSpeech, level
from stikadoo.audio import opus

SPEECH = Path(__file__).resolve().parents[2] / "speech"
WISHES = ["cat-rocket", "dog-balloons", "unicorn-pizza", "dragon", "robot-rain", "cancel"]
SILENCE = packets(SPEECH / "silence.wav")


def end_of(packets_in: list[bytes]) -> float | None:
    """The second at which the end is detected."""
    listening = EndOfSpeech()
    for number, packet in enumerate(packets_in, 1):
        if listening.is_after(packet):
            return number * FRAME_MS / 1000
    return None


def last_sound(speech: list[bytes]) -> float:
    """The second at which the recording falls silent."""
    decoder = opus.load().Decoder(opus.SAMPLE_RATE, 1)
    levels = [level(array.array("h", decoder.decode(packet, 1920))) for packet in speech]
    return (max(at for at, dbfs in enumerate(levels) if dbfs > -45) + 1) * FRAME_MS / 1000


@pytest.mark.parametrize("wish", WISHES)
def test_the_end_is_detected_a_pause_after_the_speech(wish: str) -> None:
    speech = packets(SPEECH / f"{wish}.wav")
    end = end_of(speech + SILENCE * 3)
    assert end
    assert 0.9 * PAUSE_SECONDS <= end - last_sound(speech) <= PAUSE_SECONDS + 0.2


def test_a_pause_before_the_speech_is_not_its_end() -> None:
    quiet = (SILENCE * 3)[: int(4 / FRAME_MS * 1000)]
    speech = packets(SPEECH / "dragon.wav")
    end = end_of(quiet + speech + SILENCE * 3)
    assert end
    assert end > (len(quiet) + len(speech)) * FRAME_MS / 1000


def test_silence_ends_at_the_limit_without_speech() -> None:
    assert end_of((SILENCE * 20)[:400]) == pytest.approx(PATIENCE_SECONDS, abs=0.1)


def test_continuous_noise_counts_as_background() -> None:
    noise = packets(SPEECH / "noise.wav")
    end = end_of((noise * 30)[: int(LONGEST_SECONDS / FRAME_MS * 1000) + 10])
    assert end
    assert end <= LONGEST_SECONDS


def test_corrupt_packets_are_ignored() -> None:
    assert end_of([b"\xff\xff\xff\xff\xff"] * 10) is None


def test_packets_that_cease_end_the_speech_soon_and_silence_later() -> None:
    listening = EndOfSpeech()
    assert listening.patience == PATIENCE_SECONDS
    for packet in SILENCE[:10]:
        assert not listening.is_after(packet)
    assert listening.patience == pytest.approx(PATIENCE_SECONDS - 0.6)
    for packet in packets(SPEECH / "dragon.wav")[:20]:
        assert not listening.is_after(packet)
    assert listening.patience == CEASED_SECONDS


def test_levels_are_in_dbfs() -> None:
    assert level(array.array("h", [32767, -32767] * 100)) == pytest.approx(0, abs=0.01)
    assert level(array.array("h", [3277, -3277] * 100)) == pytest.approx(-20, abs=0.01)
    assert level(array.array("h", [0] * 10)) == level(array.array("h")) == -96
