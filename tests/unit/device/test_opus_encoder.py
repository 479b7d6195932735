"""Recordings of any rate, width and channel count encode to packets that decode to the same sound."""

import array
import math
import wave
from itertools import pairwise
from pathlib import Path

import pytest

from device.opus_encoder import packets, pcm
from stikadoo.audio import opus

SPEECH = Path(__file__).parents[2] / "speech"


def tone(path: Path, rate: int, channels: int, width: int, *, hz: float = 440) -> Path:
    """Half a second of a sine at half the full scale, in all channels."""
    largest = 2 ** (8 * width - 1) - 1
    levels = [int(largest / 2 * math.sin(2 * math.pi * hz * n / rate)) for n in range(rate // 2)]
    offset = 128 if width == 1 else 0  # 8-bit WAV is unsigned
    one = [(level + offset).to_bytes(width, "little", signed=width > 1) for level in levels]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(b"".join(sample * channels for sample in one))
    return path


def loudness(sound: bytes) -> float:
    samples = array.array("h", sound)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) / 32767


def crossings(sound: bytes) -> int:
    samples = array.array("h", sound)
    return sum(1 for before, after in pairwise(samples) if before < 0 <= after)


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 44100, 48000])
@pytest.mark.parametrize(("channels", "width"), [(1, 1), (1, 2), (2, 2), (2, 3), (1, 4)])
def test_any_rate_channels_and_width_become_the_same_sound(
    tmp_path: Path, rate: int, channels: int, width: int
) -> None:
    sound = pcm(tone(tmp_path / "tone.wav", rate, channels, width))
    assert len(sound) / 2 == pytest.approx(opus.SAMPLE_RATE * 0.5, abs=40)
    assert loudness(sound) == pytest.approx(0.5 / math.sqrt(2), rel=0.02)
    assert crossings(sound) == pytest.approx(220, abs=2)


def test_what_is_above_half_the_new_rate_does_not_fold_back(tmp_path: Path) -> None:
    assert loudness(pcm(tone(tmp_path / "high.wav", 48000, 1, 2, hz=11_000))) < 0.01


def test_a_recording_at_the_right_rate_passes_bit_for_bit() -> None:
    with wave.open(str(SPEECH / "dragon.wav")) as file:
        assert pcm(SPEECH / "dragon.wav") == file.readframes(file.getnframes())


@pytest.mark.parametrize("frame_ms", [20, 40, 60])
def test_packets_decode_to_the_whole_recording(frame_ms: int) -> None:
    spoken = packets(SPEECH / "cat-rocket.wav", frame_ms)
    samples = opus.SAMPLE_RATE * frame_ms // 1000
    decoder = opus.load().Decoder(opus.SAMPLE_RATE, 1)
    decoded = b"".join(decoder.decode(packet, samples) for packet in spoken)
    original = pcm(SPEECH / "cat-rocket.wav")
    assert len(original) <= len(decoded) < len(original) + samples * 2
    assert loudness(decoded) == pytest.approx(loudness(original), rel=0.1)


def test_packets_have_the_firmwares_size() -> None:
    sizes = [len(packet) for packet in packets(SPEECH / "cat-rocket.wav")]
    assert len(sizes) == 41
    assert 60 < sum(sizes) / len(sizes) < 130
    assert max(sizes) <= 180


def test_lasting_silence_is_packets_of_a_few_bytes() -> None:
    assert min(len(packet) for packet in packets(SPEECH / "silence.wav")) <= 3


def test_what_holds_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.wav").write_text("not a sound")
    with pytest.raises(ValueError, match=r"words\.wav contains no readable sound"):
        packets(tmp_path / "words.wav")
    with pytest.raises(FileNotFoundError):
        packets(tmp_path / "none.wav")
