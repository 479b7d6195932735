"""Selection and order of a recording's chunks, and its missing packets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.transcode.ordering import LONGEST_GAP, Chunk, OrderedPackets, order_chunks, read_chunk
from stikadoo.audio.frames import Frame, Protocol, build
from stikadoo.audio.packets import Packet
from stikadoo.execution import Recording
from stikadoo.keys import ChunkKey

START, STOP = 1_000_000, 1_003_000


def _recording(last_seq: int | None = None) -> Recording:
    return Recording(connection_id="c", started_ms=START, stopped_ms=STOP, last_seq=last_seq)


def _packet(number: int, of: str = "ours") -> bytes:
    return b"\x58" + f"{of} {number}".encode()


def _chunk(at: int, seq: int | None, count: int = 1, of: str = "ours", *, is_broken: bool = False) -> Chunk:
    """Arrives `at` ms after listen start."""
    first = seq or 0
    packets = tuple(Frame(_packet(number, of)) for number in range(first, first + count))
    return Chunk(ChunkKey("c", START + at, seq, "" if seq is not None else f"{at}="), packets, is_broken)


def _contents(packets: OrderedPackets) -> list[str]:
    return [packet.data[1:].decode() for packet in packets.timeline]


@given(counts=st.lists(st.integers(1, 9), min_size=1, max_size=12), data=st.data())
def test_numbered_chunks_are_ordered_by_number(counts: list[int], data: st.DataObject) -> None:
    firsts = [sum(counts[:index]) for index in range(len(counts))]
    chunks = [_chunk(100, first, count) for first, count in zip(firsts, counts, strict=True)]
    packets = order_chunks(data.draw(st.permutations(chunks)), _recording(last_seq=sum(counts) - 1))
    assert _contents(packets) == [f"ours {number}" for number in range(sum(counts))]
    assert (packets.lost, packets.missing) == (0, 0)


@given(there=st.sets(st.integers(0, 30), min_size=1), last_seq=st.integers(30, 40))
def test_absent_packets_are_lost_and_leave_a_gap(there: set[int], last_seq: int) -> None:
    packets = order_chunks([_chunk(100 + number, number) for number in there], _recording(last_seq))
    assert packets.lost == packets.missing == last_seq + 1 - len(there)
    assert sum(packet.lost_before for packet in packets.timeline) == max(there) - min(there) + 1 - len(there)


def test_a_late_chunk_is_placed_by_its_number() -> None:
    packets = order_chunks([_chunk(500, 0, 2), _chunk(900, 4, 2), _chunk(2999, 2, 2)], _recording(5))
    assert _contents(packets) == [f"ours {number}" for number in range(6)]


def test_a_chunk_stamped_after_listen_stop_is_still_ours() -> None:
    packets = order_chunks([_chunk(500, 0, 8), _chunk(3040, 8, 8)], _recording(15))
    assert (len(packets.timeline), packets.missing) == (16, 0)


def test_without_last_seq_nothing_after_listen_stop_is_ours() -> None:
    assert _contents(order_chunks([_chunk(500, 0), _chunk(3001, 1)], _recording())) == ["ours 0"]
    assert _contents(order_chunks([_chunk(500, None), _chunk(3001, None)], _recording())) == ["ours 0"]


def test_the_next_recording_keeps_its_chunks() -> None:
    """It begins 200 ms after listen stop, numbered from 0 again, while the last chunk of this recording is missing."""
    following = [_chunk(3200 + 100 * seq, seq, 8, "next") for seq in (0, 8, 16, 24)]
    packets = order_chunks([_chunk(500, 0, 8), _chunk(900, 8, 8), *following], _recording(23))
    assert _contents(packets) == [f"ours {number}" for number in range(16)]
    assert packets.missing == 8


def test_the_next_recording_keeps_its_first_chunk_if_ours_is_lost() -> None:
    packets = order_chunks([_chunk(900, 8, 8), _chunk(3200, 0, 8, "next"), _chunk(3700, 8, 8, "next")], _recording(15))
    assert _contents(packets) == [f"ours {number}" for number in range(8, 16)]
    assert packets.missing == 8


def test_a_late_chunk_of_the_previous_recording_is_replaced() -> None:
    packets = order_chunks([_chunk(1, 8, 8, "before"), _chunk(500, 0, 8), _chunk(900, 8, 8)], _recording(15))
    assert _contents(packets) == [f"ours {number}" for number in range(16)]


def test_numbers_above_last_seq_are_not_ours() -> None:
    assert _contents(order_chunks([_chunk(1, 40, 8, "before"), _chunk(500, 0, 2)], _recording(0))) == ["ours 0"]


def test_a_recording_without_packets_misses_none() -> None:
    assert order_chunks([], _recording(-1)) == OrderedPackets((), 0, 0, 0)


def test_without_last_seq_the_missing_count_is_unknown() -> None:
    packets = order_chunks([_chunk(500, 0), _chunk(900, 2)], _recording())
    assert (packets.missing, packets.lost) == (None, 1)


def test_a_gap_in_the_numbers_is_limited() -> None:
    packets = order_chunks([_chunk(500, 0), _chunk(900, 99_999_999)], _recording())
    assert packets.timeline[1].lost_before == LONGEST_GAP


def test_a_chunk_without_a_number_among_numbered_ones_has_no_place() -> None:
    assert _contents(order_chunks([_chunk(500, 0), _chunk(600, None, 1, "stray")], _recording(0))) == ["ours 0"]


def test_unnumbered_chunks_are_in_order_of_arrival() -> None:
    chunks = [_chunk(900, None, 1, "second"), _chunk(300, None, 2, "first")]
    assert _contents(order_chunks(chunks, _recording())) == ["first 0", "first 1", "second 0"]


def test_unnumbered_packets_are_counted_if_their_number_is_known() -> None:
    assert order_chunks([_chunk(300, None, 2)], _recording(4)).missing == 3


def test_a_broken_chunk_keeps_its_good_frames_and_is_not_waited_for() -> None:
    body = build(Frame(_packet(0)), 3) + build(Frame(_packet(1)), 3)[:-1]
    chunk = read_chunk(ChunkKey("c", START, 0), body, 3)
    packets = order_chunks([chunk, _chunk(900, 4, 2)], _recording(7))
    assert _contents(packets) == ["ours 0", "ours 4", "ours 5"]
    assert (packets.broken, packets.lost, packets.missing) == (1, 5, 2)


@pytest.mark.parametrize(("seqs", "missing"), [((0, 8), 0), ((8,), 8), ((0,), 0)])
def test_chunks_without_a_valid_frame_are_not_waited_for(seqs: tuple[int, ...], missing: int) -> None:
    chunks = [_chunk(100, seq, 0, is_broken=True) for seq in seqs]
    assert order_chunks(chunks, _recording(15)).missing == missing


@pytest.mark.parametrize("announced", [1, 2, 3])
@pytest.mark.parametrize("sent", [2, 3])
def test_frames_of_another_protocol_than_announced_are_read(announced: Protocol, sent: Protocol) -> None:
    body = b"".join(build(Frame(_packet(number), 60 * number), sent) for number in range(2))
    chunk = read_chunk(ChunkKey("c", START, 0), body, announced)
    assert ([frame.packet for frame in chunk.frames], chunk.is_broken) == ([_packet(0), _packet(1)], False)


def test_protocol_2_is_ordered_by_its_timestamps() -> None:
    chunks = [
        Chunk(ChunkKey("c", START + at, None, f"{at}="), tuple(Frame(_packet(n), n * 60) for n in numbers))
        for at, numbers in ((300, (4, 5)), (400, (0, 1)))
    ]
    packets = order_chunks(chunks, _recording())
    assert packets.timeline[2] == Packet(_packet(4), lost_before=2)
    assert packets.lost == 2
