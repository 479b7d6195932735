"""packets.bin preserves packets and the gaps between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.transcode.ordering import read_packets_file
from stikadoo.audio.packets import Packet, from_bytes, from_timestamps, to_bytes
from stikadoo.errors import MalformedMessage

_PACKETS = st.sampled_from([b"\x58a", b"\x48b", b"\x08c", b"\x80d", b"\x88e", b"\x5bf", b"\x03", b"\x5b\x82gg"])
"60, 20, 20, 2.5 and 5 ms; code 3 with a count that is none; no packet; twice 60 ms."


@given(st.lists(st.tuples(_PACKETS, st.sampled_from([0, 0, 0, 1, 2, 30])), min_size=1, max_size=60))
def test_what_is_stored_comes_back(drawn_packets: list[tuple[bytes, int]]) -> None:
    timeline = tuple(Packet(data, lost if index else 0) for index, (data, lost) in enumerate(drawn_packets))
    assert read_packets_file(to_bytes(timeline)).timeline == timeline
    assert tuple(from_bytes(to_bytes(timeline))) == timeline


def test_the_bytes_are_protocol_2_with_the_time_since_the_first_packet() -> None:
    assert to_bytes([Packet(b"\x58a"), Packet(b"\x58b", lost_before=2)]) == bytes.fromhex(
        "0002 0000 00000000 00000000 00000002 5861  0002 0000 00000000 000000b4 00000002 5862"
    )


def test_a_cut_off_file_keeps_what_is_before_the_fault() -> None:
    stored = read_packets_file(to_bytes([Packet(b"\x58a"), Packet(b"\x58b")])[:-1])
    assert (stored.timeline, stored.broken) == ((Packet(b"\x58a"),), 1)
    with pytest.raises(MalformedMessage):
        from_bytes(to_bytes([Packet(b"\x58a")])[:-1])


def test_a_gap_is_counted_from_half_a_packet_on() -> None:
    stamped = [(0, b"\x58a"), (60, b"\x58b"), (149, b"\x58c"), (240, b"\x58d"), (600, b"\x58e")]
    assert [packet.lost_before for packet in from_timestamps(stamped)] == [0, 0, 0, 1, 5]
