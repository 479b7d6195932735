"""Packet durations agree with libopus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stikadoo.audio import opus
from stikadoo.audio.opus_duration import durations_in_use, packet_samples, typical_packet_samples
from tests.speech_packets import encode, pcm


@pytest.mark.parametrize("ms", [10, 20, 40, 60, 80, 100, 120])
@pytest.mark.parametrize("channels", [1, 2])
def test_what_libopus_encoded_is_as_long_as_it_was(ms: int, channels: int) -> None:
    packets = encode(pcm("dragon.wav"), ms, channels)
    assert {packet_samples(packet) for packet in packets} == {16 * ms}


@given(st.binary(max_size=40))
def test_any_bytes_are_as_long_as_libopus_says_or_no_packet(packet: bytes) -> None:
    decoder = opus.load().Decoder(opus.SAMPLE_RATE, 1)
    try:
        decoded = len(decoder.decode(packet, 1920)) // 2 if packet else 0
    except opus.load().OpusError:
        return
    assert packet_samples(packet) == decoded


@pytest.mark.parametrize("packet", [b"", b"\x03", b"\x03\x00", b"\x1b\x03"])
def test_an_invalid_packet_has_no_duration(packet: bytes) -> None:
    assert packet_samples(packet) == 0


def test_the_typical_duration_is_the_most_common() -> None:
    sound = pcm("dragon.wav")
    assert typical_packet_samples([*encode(sound, 60)[:2], *encode(sound, 20)[:5], b"\x03"]) == 320
    assert typical_packet_samples([]) == typical_packet_samples([b"\x03"]) == 960


def test_a_length_that_one_packet_in_twenty_has_is_not_in_use() -> None:
    sound = pcm("dragon.wav")
    assert durations_in_use([*encode(sound, 60)[:19], *encode(sound, 20)[:1]]) == {960}
    assert durations_in_use([*encode(sound, 60)[:9], *encode(sound, 20)[:9]]) == {960, 320}
    assert durations_in_use([b"\x03"] * 5) == frozenset()
