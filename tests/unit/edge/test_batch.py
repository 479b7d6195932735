"""Batches lose nothing, number packets without gaps, and stay below API Gateway's limit."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from edge.batch import MAX_TEXT_BYTES, Batch
from stikadoo.audio.frames import MAX_PACKET_BYTES, Frame, build, parse
from stikadoo.messages import Audio, from_device


def audio(text: str) -> Audio:
    message = from_device(text)
    assert isinstance(message, Audio)
    return message


def test_a_full_batch_is_one_message_numbered_by_its_first_packet() -> None:
    batch = Batch(max_packets=2)
    assert batch.add(b"\x00\x00\x00\x01a") == []
    assert batch.add(b"\x00\x00\x00\x01b") == ['{"type":"audio","seq":0,"data":"AAAAAWEAAAABYg=="}']
    assert batch.add(b"\x00\x00\x00\x01c") == []
    assert batch.flush() == ['{"type":"audio","seq":2,"data":"AAAAAWM="}']


def test_an_empty_batch_is_no_message() -> None:
    batch = Batch(max_packets=8)
    assert batch.is_empty
    assert batch.flush() == []
    assert batch.last_seq == -1


def test_large_packets_are_sent_before_the_size_limit() -> None:
    batch = Batch(max_packets=8)
    sent = [text for _ in range(9) for text in batch.add(build(Frame(b"x" * MAX_PACKET_BYTES), 3))]
    assert [audio(text).seq for text in sent] == [0, 3]


@given(
    packets=st.lists(st.binary(min_size=1, max_size=MAX_PACKET_BYTES), max_size=40),
    max_packets=st.integers(1, 12),
    flushes=st.sets(st.integers(0, 39)),
)
def test_what_goes_in_comes_out_once_in_order_and_numbered(
    packets: list[bytes], max_packets: int, flushes: set[int]
) -> None:
    batch = Batch(max_packets)
    sent: list[str] = []
    for number, packet in enumerate(packets):
        sent += batch.add(build(Frame(packet), 3))
        assert batch.last_seq == number
        if number in flushes:
            sent += batch.flush()
    sent += batch.flush()

    expected = 0
    received: list[bytes] = []
    for text in sent:
        assert len(text.encode()) < MAX_TEXT_BYTES
        message = audio(text)
        frames = list(parse(base64.b64decode(message.data), 3))
        assert message.seq == expected
        assert 0 < len(frames) <= max_packets
        expected += len(frames)
        received += [frame.packet for frame in frames]
    assert received == packets
