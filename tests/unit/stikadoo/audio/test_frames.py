"""Frames: literal bytes, round trips, and faults with their offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stikadoo.audio.frames import MAX_PACKET_BYTES, MAX_TIMESTAMP_MS, Frame, Protocol, build, framing, parse, split
from stikadoo.errors import MalformedMessage
from tests.speech_packets import encode, pcm

V2 = bytes.fromhex("0002 0000 00000000 0000003c 00000003 58ffee")
V3 = bytes.fromhex("00 00 0003 58ffee")
PACKET = bytes.fromhex("58ffee")

protocols = st.sampled_from([1, 2, 3])
counted = st.sampled_from([2, 3])
packets = st.binary(min_size=1, max_size=300)
times = st.integers(0, MAX_TIMESTAMP_MS)


def test_a_v1_frame_is_the_packet_itself() -> None:
    assert build(Frame(PACKET), 1) == PACKET
    assert list(parse(PACKET, 1)) == [Frame(PACKET)]


def test_a_v2_frame_has_sixteen_bytes_before_the_packet() -> None:
    assert build(Frame(PACKET, 60), 2) == V2
    assert list(parse(V2, 2)) == [Frame(PACKET, 60)]


def test_a_v3_frame_has_four_bytes_before_the_packet() -> None:
    assert build(Frame(PACKET), 3) == V3
    assert list(parse(V3, 3)) == [Frame(PACKET)]


def test_a_silent_packet_of_one_byte_is_a_packet() -> None:
    assert list(parse(b"\x58", 1)) == [Frame(b"\x58")]


@given(packet=packets, timestamp_ms=times, protocol=protocols)
def test_what_is_built_is_parsed(packet: bytes, timestamp_ms: int, protocol: Protocol) -> None:
    frame = Frame(packet, timestamp_ms if protocol == 2 else None)
    assert list(parse(build(frame, protocol), protocol)) == [frame]


@given(buffer=st.binary(min_size=1, max_size=200), protocol=protocols)
def test_what_is_parsed_and_built_again_is_the_same_but_for_reserved_bytes(buffer: bytes, protocol: Protocol) -> None:
    try:
        frames = list(parse(buffer, protocol))
    except MalformedMessage:
        return
    rebuilt = b"".join(build(frame, protocol) for frame in frames)
    assert list(parse(rebuilt, protocol)) == frames
    assert len(rebuilt) == len(buffer)


@given(drawn_frames=st.lists(st.tuples(packets, times), min_size=1, max_size=9), protocol=counted)
def test_one_message_may_hold_several_frames(drawn_frames: list[tuple[bytes, int]], protocol: Protocol) -> None:
    frames = [Frame(packet, time if protocol == 2 else None) for packet, time in drawn_frames]
    built = [build(frame, protocol) for frame in frames]
    assert list(parse(b"".join(built), protocol)) == frames
    assert list(split(b"".join(built), protocol)) == built


def test_frames_are_split_into_the_bytes_that_came() -> None:
    with_reserved = V2[:7] + b"\x09" + V2[8:]
    assert list(split(with_reserved + V2, 2)) == [with_reserved, V2]
    assert list(split(PACKET, 1)) == [PACKET]


@pytest.mark.parametrize(
    ("buffer", "protocol", "sentence"),
    [
        (b"", 1, "empty frame (at byte 0)"),
        (b"", 2, "empty frame (at byte 0)"),
        (b"", 3, "empty frame (at byte 0)"),
        (
            b"x" * (MAX_PACKET_BYTES + 1),
            1,
            f"packet of 7658 bytes; Opus packets have 1 to {MAX_PACKET_BYTES} (at byte 0)",
        ),
        (V2[:10], 2, "truncated v2 header: 10 of 16 bytes (at byte 0)"),
        (V3[:3], 3, "truncated v3 header: 3 of 4 bytes (at byte 0)"),
        (V2[:-1], 2, "truncated packet: 2 of 3 bytes (at byte 0)"),
        (V3[:-2], 3, "truncated packet: 1 of 3 bytes (at byte 0)"),
        (V2 + V2[:-1], 2, "truncated packet: 2 of 3 bytes (at byte 19)"),
        (V3 + b"\x00", 3, "truncated v3 header: 1 of 4 bytes (at byte 7)"),
        (V3 + V3 + b"!!!!", 3, "frame type 33, expected 0 (Opus) (at byte 14)"),
        (b"\x00\x03" + V2[2:], 2, "version 3 in a v2 frame (at byte 0)"),
        (V2[:3] + b"\x01" + V2[4:], 2, "frame type 1, expected 0 (Opus) (at byte 0)"),
        (b"\x01" + V3[1:], 3, "frame type 1, expected 0 (Opus) (at byte 0)"),
        (V3[:2] + b"\x00\x00", 3, f"packet of 0 bytes; Opus packets have 1 to {MAX_PACKET_BYTES} (at byte 0)"),
        (
            V3[:2] + b"\xff\xff" + b"x" * 65535,
            3,
            f"packet of 65535 bytes; Opus packets have 1 to {MAX_PACKET_BYTES} (at byte 0)",
        ),
        (V2, 3, f"packet of 0 bytes; Opus packets have 1 to {MAX_PACKET_BYTES} (at byte 0)"),
        (PACKET + V3, 3, "frame type 88, expected 0 (Opus) (at byte 0)"),
    ],
)
def test_a_fault_is_named_with_its_place(buffer: bytes, protocol: Protocol, sentence: str) -> None:
    with pytest.raises(MalformedMessage) as error:
        list(parse(buffer, protocol))
    assert str(error.value) == sentence


def test_frames_before_a_fault_are_parsed() -> None:
    frames = parse(V3 + V3[:-1], 3)
    assert next(frames) == Frame(PACKET)
    with pytest.raises(MalformedMessage):
        next(frames)


@given(buffer=st.binary(max_size=400), protocol=protocols)
def test_any_bytes_are_frames_or_a_fault_with_a_place(buffer: bytes, protocol: Protocol) -> None:
    try:
        whole = list(split(buffer, protocol))
    except MalformedMessage as exc:
        place = exc.offset
    else:
        assert b"".join(whole) == buffer
        return
    assert place is not None
    assert 0 <= place <= len(buffer)


@pytest.mark.parametrize("frame", [Frame(b""), Frame(b"x" * (MAX_PACKET_BYTES + 1))])
@pytest.mark.parametrize("protocol", [1, 2, 3])
def test_a_packet_that_opus_cannot_have_is_not_built(frame: Frame, protocol: Protocol) -> None:
    with pytest.raises(ValueError, match="an Opus packet has 1 to 7657 bytes"):
        build(frame, protocol)


@pytest.mark.parametrize("timestamp_ms", [-1, MAX_TIMESTAMP_MS + 1])
def test_a_time_beyond_32_bits_is_not_built(timestamp_ms: int) -> None:
    with pytest.raises(ValueError, match="a v2 timestamp is 0 to 4294967295 ms"):
        build(Frame(PACKET, timestamp_ms), 2)


@pytest.mark.parametrize("announced", [1, 2, 3])
@pytest.mark.parametrize("ms", [10, 20, 60])
def test_the_framing_of_speech_is_told_from_its_bytes(announced: Protocol, ms: int) -> None:
    packets = encode(pcm("cat-rocket.wav"), ms)
    for protocol in (2, 3):
        assert {framing(build(Frame(packet, 60), protocol) * 2, announced) for packet in packets} == {protocol}
    assert {framing(packet, announced) for packet in packets} == {announced}


@pytest.mark.parametrize("message", [b"", V3[:-1], V2 + b"\0", b"\0", V3 + V2])
def test_what_is_whole_in_no_framing_is_in_the_announced_one(message: bytes) -> None:
    assert [framing(message, protocol) for protocol in (1, 2, 3)] == [1, 2, 3]
