"""Selection and order of a recording's chunks, and its missing packets."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.transcode.chunk import Chunk, read_chunk
from functions.transcode.ordering import LONGEST_GAP, OrderedPackets, order_chunks
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
    counts_from_one = there == {*range(1, last_seq + 1)}
    assert packets.lost == packets.missing == last_seq + 1 - len(there) - counts_from_one
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
    chunks = [_chunk(1, 40, 8, "before"), _chunk(500, 0, 2)]
    assert _contents(order_chunks(chunks, _recording(1))) == ["ours 0", "ours 1"]


def test_a_single_message_beyond_last_seq_is_counted_by_message() -> None:
    packets = order_chunks([_chunk(500, 0, 8)], _recording(0))
    assert (len(packets.timeline), packets.missing) == (8, 0)


def test_a_recording_without_packets_misses_none() -> None:
    assert order_chunks([], _recording(-1)) == OrderedPackets((), 0, 0, 0)


def test_without_last_seq_the_missing_count_is_unknown() -> None:
    packets = order_chunks([_chunk(500, 0), _chunk(900, 2)], _recording())
    assert (packets.missing, packets.lost) == (None, 1)


def test_a_gap_in_the_numbers_is_limited() -> None:
    packets = order_chunks([_chunk(500, 0), _chunk(900, 99_999_999)], _recording())
    assert packets.timeline[1].lost_before == LONGEST_GAP


def test_a_chunk_without_a_number_stays_where_it_arrived() -> None:
    chunks = [_chunk(500, 0, 2), _chunk(600, None, 1, "bare"), _chunk(700, 2, 2), _chunk(800, None, 2, "bare")]
    packets = order_chunks(chunks, _recording(3))
    assert _contents(packets) == ["ours 0", "ours 1", "bare 0", "ours 2", "ours 3", "bare 0", "bare 1"]
    assert (packets.lost, packets.missing) == (0, 0)


@pytest.mark.parametrize("absent", [0, 1, 2])
@pytest.mark.parametrize("last_seq", [23, None])
def test_a_message_without_its_number_fills_the_gap_in_the_numbers(absent: int, last_seq: int | None) -> None:
    chunks = [_chunk(500 * (index + 1), 8 * index, 8) for index in range(3)]
    bare = _chunk(500 * (absent + 1), None, 8, "bare")
    packets = order_chunks([*chunks[:absent], bare, *chunks[absent + 1 :]], _recording(last_seq))
    expected = [f"ours {number}" for number in range(24)]
    expected[8 * absent : 8 * absent + 8] = [f"bare {number}" for number in range(8)]
    assert _contents(packets) == expected
    assert (packets.lost, packets.missing) == (0, None if last_seq is None else 0)


def test_two_messages_without_their_numbers_stay_in_order_before_all_others() -> None:
    bare = [_chunk(500, None, 8, "first"), _chunk(900, None, 8, "second")]
    packets = order_chunks([*bare, _chunk(1400, 16, 8)], _recording(23))
    assert [content.split()[0] for content in _contents(packets)[::8]] == ["first", "second", "ours"]
    assert packets.missing == 0


def test_a_message_without_its_number_that_arrives_out_of_order_fills_the_gap_of_its_size() -> None:
    chunks = [_chunk(500, 0, 8), _chunk(900, 12, 8), _chunk(950, None, 4, "bare"), _chunk(990, 20, 8)]
    packets = order_chunks(chunks, _recording(27))
    assert _contents(packets)[8:12] == [f"bare {number}" for number in range(4)]
    assert packets.missing == 0


def test_after_listen_stop_a_message_without_a_number_is_ours_if_it_fills_a_gap() -> None:
    late = [_chunk(3040, None, 8, "late"), _chunk(3080, None, 8, "next")]
    for gap in (16, 8):
        packets = order_chunks([_chunk(500, 0, 8), *late[: gap // 8]], _recording(7 + gap))
        assert (len(packets.timeline), packets.missing) == (8 + gap, 0)
    assert len(order_chunks([_chunk(500, 0, 8), *late], _recording(7)).timeline) == 8


@pytest.mark.parametrize("last_seq", [None, 3, 25, 26])
@pytest.mark.parametrize("first", [0, 1])
def test_a_seq_that_counts_messages_orders_them(first: int, last_seq: int | None) -> None:
    """last_seq is the last message's number or the last packet's, counted from 0 or 1."""
    chunks = [_chunk(900, 0, 8, "a"), _chunk(500, 1, 8, "b"), _chunk(400, 2, 8, "c"), _chunk(700, 3, 2, "d")]
    counted = [chunk.at((chunk.key.seq or 0) + first) for chunk in chunks]
    if last_seq is not None and first == 0:
        last_seq = min(last_seq, 25)
    if last_seq == 3:
        last_seq += first
    packets = order_chunks(counted, _recording(last_seq))
    assert "".join(content[0] for content in _contents(packets)) == "a" * 8 + "b" * 8 + "c" * 8 + "d" * 2
    assert (packets.lost, packets.missing) == (0, None if last_seq is None else 0)


@pytest.mark.parametrize(("last_seq", "absent"), [(3, 8), (31, 8), (5, 24), (None, 8)])
def test_an_absent_message_is_waited_for_where_seq_counts_messages(last_seq: int | None, absent: int) -> None:
    packets = order_chunks([_chunk(500 + seq, seq, 8, f"{seq}") for seq in (0, 1, 3)], _recording(last_seq))
    assert packets.timeline[16].lost_before == 8
    assert (packets.lost, packets.missing) == (absent, None if last_seq is None else absent)


def test_a_late_message_is_ours_where_seq_counts_messages() -> None:
    chunks = [_chunk(500, 0, 8, "a"), _chunk(900, 1, 8, "b"), _chunk(3040, 2, 8, "c"), _chunk(3200, 0, 8, "next")]
    packets = order_chunks(chunks, _recording(2))
    assert "".join(content[0] for content in _contents(packets)) == "a" * 8 + "b" * 8 + "c" * 8


def test_a_stray_chunk_does_not_make_packet_numbers_message_numbers() -> None:
    stray = _chunk(1, 1, 8, "before")
    packets = order_chunks([stray, *(_chunk(500 + seq, seq, 8) for seq in (0, 8, 16))], _recording(23))
    assert _contents(packets) == [f"ours {number}" for number in range(24)]


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize("last_seq", [24, None])
def test_numbers_from_one_need_no_zero(count: int, last_seq: int | None) -> None:
    packets = order_chunks([_chunk(500 + seq, seq, count) for seq in range(1, 25, count)], _recording(last_seq))
    assert len(packets.timeline) == 24
    assert (packets.lost, packets.missing) == (0, None if last_seq is None else 0)


def test_numbers_from_one_with_a_gap_are_waited_for() -> None:
    assert order_chunks([_chunk(500, 1, 8), _chunk(900, 17, 8)], _recording(24)).missing


@st.composite
def _sent(draw: st.DrawFn) -> tuple[list[Chunk], int | None]:
    """A recording as some device numbers it: by packet or by message, from 0 or 1, with unreadable numbers."""
    counts = draw(st.lists(st.integers(2, 9), min_size=1, max_size=10))
    by_message, first = draw(st.booleans()), draw(st.sampled_from([0, 1]))
    unreadable = draw(st.sets(st.integers(0, 9)))
    starts = [index if by_message else sum(counts[:index]) for index in range(len(counts) + 1)]
    chunks = []
    for index, count in enumerate(counts):
        frames = tuple(Frame(_packet(sum(counts[:index]) + number)) for number in range(count))
        key = ChunkKey("c", START + 100 * index, starts[index] + first, f"{index:02d}=")
        chunks.append(Chunk(replace(key, seq=None) if index in unreadable else key, frames))
    return chunks, draw(st.none() | st.just(starts[-1] + first - 1))


@given(sent=_sent())
def test_no_frame_is_left_out_however_a_device_counts(sent: tuple[list[Chunk], int | None]) -> None:
    chunks, last_seq = sent
    packets = order_chunks(chunks, _recording(last_seq))
    expected = [frame.packet[1:].decode() for chunk in chunks for frame in chunk.frames]
    assert sorted(_contents(packets)) == sorted(expected)
    if len(chunks) > 2 and sum(chunk.key.seq is None for chunk in chunks) <= 1:
        assert _contents(packets) == expected
        assert not packets.missing


@given(
    chunks=st.lists(
        st.builds(
            _chunk,
            st.integers(0, 3100),
            st.none() | st.integers(0, 40),
            st.integers(0, 5),
            is_broken=st.booleans(),
        ),
        max_size=8,
    ),
    last_seq=st.none() | st.integers(-1, 45),
)
def test_what_is_missing_is_never_less_than_nothing(chunks: list[Chunk], last_seq: int | None) -> None:
    packets = order_chunks(chunks, _recording(last_seq))
    assert packets.lost >= (packets.missing or 0) >= 0
    assert (packets.missing is None) == (last_seq is None)
    assert all(packet.lost_before >= 0 for packet in packets.timeline)


def test_a_repeated_number_with_junk_is_not_missing() -> None:
    assert order_chunks([_chunk(1, 0), _chunk(2, 0, 0, is_broken=True)], _recording(0)).missing == 0


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
