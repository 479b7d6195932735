"""Ogg Opus files as FFmpeg decodes them."""

import io
import struct
from collections.abc import Sequence

import av
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.transcode.decoder import decode
from stikadoo.audio.ogg import crc, to_ogg
from stikadoo.audio.packets import Packet
from tests.speech_packets import encode, ogg_to_pcm, packets_of, pcm

Samples = npt.NDArray[np.int16]


def timeline(packets: Sequence[bytes], lost: Sequence[int] = ()) -> list[Packet]:
    """`lost`: places of packets that do not arrive; not the first."""
    there = [place for place in range(len(packets)) if place not in lost]
    return [Packet(packets[place], place - before - 1) for before, place in zip([-1, *there], there, strict=False)]


def read(ogg: bytes) -> Samples:
    return np.frombuffer(ogg_to_pcm(ogg), "<i2")


def likeness(one: Samples, other: Samples) -> float:
    """The correlation without both ends, where resamplers differ."""
    return float(np.corrcoef(one[400:-400], other[400:-400])[0, 1])


@pytest.mark.parametrize("ms", [20, 40, 60])
def test_it_has_the_same_audio_and_duration_as_the_wav(ms: int) -> None:
    packets = timeline(encode(pcm("cat-rocket.wav"), ms))
    wav = np.frombuffer(decode(packets, 60).pcm, "<i2")
    ogg = read(to_ogg(packets, 60))
    assert len(ogg) == len(wav)
    assert likeness(ogg, wav) > 0.999


def test_lost_packets_keep_their_duration() -> None:
    packets = timeline(packets_of("robot-rain.wav"), lost=(5, 6, 12, 30))
    wav = np.frombuffer(decode(packets, 60).pcm, "<i2")
    ogg = read(to_ogg(packets, 60))
    assert len(ogg) == len(wav)
    assert likeness(ogg, wav) > 0.97


def test_stereo_is_mixed_down() -> None:
    mono = np.frombuffer(pcm("dragon.wav"), "<i2")
    both = encode(np.repeat(mono, 2).tobytes(), 60, channels=2)
    assert len(read(to_ogg(timeline(both), 60))) == len(both) * 960


def test_what_is_no_packet_is_concealed_as_transcode_does() -> None:
    packets = packets_of("dragon.wav")
    packets[7] = b"\x03"
    packets[9] = b"\x80" + packets[9][1:]
    broken = timeline(packets)
    assert len(read(to_ogg(broken, 60))) == len(packets) * 960
    assert likeness(read(to_ogg(broken, 60)), np.frombuffer(decode(broken, 60).pcm, "<i2")) > 0.97


def test_packets_beyond_the_limit_are_left_out() -> None:
    packets = timeline(packets_of("robot-rain.wav"))
    assert len(read(to_ogg(packets, 1.2))) == 1.2 * 16_000


@given(st.lists(st.integers(1, 1200), min_size=1, max_size=80), st.integers(0, 3))
def test_every_packet_comes_back_whatever_its_length(lengths: list[int], lost: int) -> None:
    packets = [Packet(b"\x58" + bytes(length), lost if number else 0) for number, length in enumerate(lengths)]
    with av.open(io.BytesIO(to_ogg(packets, 1000))) as opened:
        demuxed = [bytes(packet) for packet in opened.demux(audio=0) if packet.size]
    sent = [data for packet in packets for data in (*[b"\x58"] * packet.lost_before, packet.data)]
    assert demuxed == sent


def test_pages_are_numbered_timed_and_ended() -> None:
    pages = to_ogg(timeline(packets_of("robot-rain.wav")), 60).split(b"OggS")[1:]
    heads = [struct.unpack_from("<BBqII", page) for page in pages]
    assert [number for *_, number in heads] == list(range(len(pages)))
    assert [flags for _, flags, *_ in heads] == [2, *[0] * (len(pages) - 2), 4]
    assert [granule for _, _, granule, *_ in heads] == [0, 0, 46080, 92160, 138240, 172800]


def test_the_first_page_has_these_bytes() -> None:
    page = to_ogg([Packet(b"\x58a")], 1)[:47]
    assert page == bytes.fromhex(
        "4f676753 00 02 0000000000000000 01000000 00000000 cf6e9af6 01 134f70757348656164 01 01 0000 803e0000 0000 00"
    )


def test_the_crc_of_a_known_string() -> None:
    """CRC-32/MPEG-2, but with the initial value 0 (RFC 3533)."""
    assert crc(b"123456789") == 0x89A1897F
