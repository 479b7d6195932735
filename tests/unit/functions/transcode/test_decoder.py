"""Decoding, with lost, corrupt and silent packets."""

import random
from array import array

import pytest

from functions.transcode.decoder import decode
from functions.transcode.loudness import loudness
from stikadoo.audio.packets import Packet
from tests.speech_packets import encode, packets_of, pcm

SPEECH = packets_of("cat-rocket.wav")
PACKET_SECONDS = 0.06


def _timeline(packets: list[bytes]) -> list[Packet]:
    return [Packet(packet) for packet in packets]


def _likeness(one: bytes, other: bytes, shift: int) -> float:
    """The correlation of two signals, the second `shift` samples late."""
    pairs = list(zip(array("h", one), array("h", other)[shift:], strict=False))
    power = sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs)
    return float(sum(a * b for a, b in pairs) / power**0.5)


def test_speech_sounds_as_it_was_spoken() -> None:
    sound = decode(_timeline(SPEECH), 60)
    assert (sound.packets, sound.corrupt, sound.was_cut) == (len(SPEECH), 0, False)
    assert sound.seconds == pytest.approx(len(SPEECH) * PACKET_SECONDS)
    assert max(_likeness(pcm("cat-rocket.wav"), sound.pcm, shift) for shift in range(90, 120)) > 0.8


@pytest.mark.parametrize(("ms", "channels"), [(20, 1), (60, 2), (120, 1), (20, 2)])
def test_packets_of_any_duration_and_stereo_are_decoded_to_mono(ms: int, channels: int) -> None:
    speech = pcm("dragon.wav")
    if channels == 2:
        speech = array("h", [sample for sample in array("h", speech) for _ in range(2)]).tobytes()
    packets = encode(speech, ms, channels)
    sound = decode(_timeline(packets), 60)
    assert sound.corrupt == 0
    assert sound.seconds == pytest.approx(len(packets) * ms / 1000)
    assert loudness(sound.pcm, -50).peak_dbfs > -20


def test_lost_packets_keep_their_place() -> None:
    packets = [Packet(SPEECH[0]), Packet(SPEECH[4], lost_before=3), *_timeline(SPEECH[5:])]
    assert decode(packets, 60).seconds == pytest.approx(len(SPEECH) * PACKET_SECONDS)


def test_corrupt_packets_are_counted_and_keep_their_place() -> None:
    packets = list(SPEECH)
    packets[3] = b"\xff" * 9
    packets[7] = b"\x03"
    packets[20] = encode(pcm("dragon.wav"), 20)[0]
    sound = decode(_timeline(packets), 60)
    assert sound.corrupt == 3
    assert sound.seconds == pytest.approx(len(SPEECH) * PACKET_SECONDS)


def test_silent_packets_of_one_to_three_bytes_are_sound() -> None:
    toc = SPEECH[0][:1]
    sound = decode(_timeline([toc, *SPEECH, toc, toc, SPEECH[0][:2]]), 60)
    assert sound.corrupt == 0
    assert sound.seconds == pytest.approx((len(SPEECH) + 4) * PACKET_SECONDS)


def test_most_random_bytes_are_corrupt() -> None:
    draw = random.Random(7)
    sound = decode(_timeline([draw.randbytes(100) for _ in range(50)]), 60)
    assert sound.corrupt > 25


def test_a_long_recording_is_cut() -> None:
    sound = decode(_timeline(SPEECH), 1)
    assert (sound.seconds, sound.was_cut) == (1.0, True)
    assert sound.packets == 17


def test_a_recording_of_just_that_length_is_not_cut() -> None:
    sound = decode(_timeline((SPEECH * 2)[:50]), 3)
    assert (sound.seconds, sound.was_cut) == (3.0, False)
