"""Timestamps order packets and show gaps, if they are plausible."""

from hypothesis import given
from hypothesis import strategies as st

from functions.transcode.stamps import order_by_timestamp
from stikadoo.audio.frames import Frame
from stikadoo.audio.packets import Packet

LENGTH_MS = 60


def _frame(index: int, base: int = 0) -> Frame:
    return Frame(b"\x58" + index.to_bytes(2, "big"), (base + index * LENGTH_MS) % 2**32)


@given(
    base=st.integers(0, 2**32 - 1),
    kept=st.lists(st.booleans(), min_size=4, max_size=40),
    data=st.data(),
)
def test_packets_are_ordered_by_timestamp(base: int, kept: list[bool], data: st.DataObject) -> None:
    there = [index for index, is_kept in enumerate(kept) if is_kept or index % 4]
    messages = [[_frame(index, base) for index in there[start : start + 3]] for start in range(0, len(there), 3)]
    timeline = order_by_timestamp(data.draw(st.permutations(messages)))
    assert timeline is not None
    assert [packet.data for packet in timeline] == [_frame(index).packet for index in there]
    assert sum(packet.lost_before for packet in timeline) == there[-1] - there[0] + 1 - len(there)


def test_zero_timestamps_are_not_plausible() -> None:
    assert order_by_timestamp([[Frame(b"\x58a", 0)], [Frame(b"\x58b", 0)]]) is None


def test_frames_without_timestamps_are_not_ordered() -> None:
    assert order_by_timestamp([[Frame(b"\x58a")]]) is None
    assert order_by_timestamp([]) is None
    assert order_by_timestamp([[]]) is None


def test_timestamps_that_fall_within_a_message_are_not_plausible() -> None:
    assert order_by_timestamp([[_frame(3), _frame(2), _frame(1)]]) is None


def test_a_clock_in_other_units_is_not_plausible() -> None:
    assert order_by_timestamp([[Frame(b"\x58a", index * 960) for index in range(9)]]) is None


def test_a_clock_that_was_set_is_not_plausible() -> None:
    assert order_by_timestamp([[_frame(0), _frame(1), _frame(2), Frame(b"\x58z", 3_600_000)]]) is None


def test_a_message_without_a_frame_is_ignored() -> None:
    assert order_by_timestamp([[], [_frame(1)], [_frame(0)]]) == [Packet(_frame(0).packet), Packet(_frame(1).packet)]
