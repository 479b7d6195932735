"""The turns follow from the events alone: neither their order nor repetitions matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stikadoo.execution import ListenMode
from stikadoo.turns import Event, Kind, turn_at, turn_of, turns

MODES = [mode.value for mode in ListenMode]
EVENTS = st.one_of(
    st.builds(Event, st.integers(1, 60), st.just(Kind.START), st.sampled_from(MODES)),
    st.builds(Event, st.integers(1, 60), st.just(Kind.STOP), st.integers(0, 99).map(str) | st.just("")),
    st.builds(Event, st.integers(1, 60), st.sampled_from([Kind.ABORT, Kind.CLOSE, Kind.WISH])),
    st.builds(
        Event, st.integers(1, 60), st.just(Kind.END), st.integers(1, 60).map(lambda began: f"r{began} delivered")
    ),
)


def named(beginning: Event) -> str:
    return f"{'w' if beginning.kind is Kind.WISH else 'r'}{beginning.at_ms}"


def states(*texts: str) -> list[tuple[int, str]]:
    return [(turn.started_ms, turn.state.value) for turn in turns(map(Event.parse, texts), named)]


@given(EVENTS)
def test_an_event_reads_back(event: Event) -> None:
    assert Event.parse(str(event)) == event


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], []),
        (["10 start manual"], [(10, "listening")]),
        (["20 stop"], []),
        (["10 start manual", "20 stop 7"], [(10, "processing")]),
        (["10 start manual", "20 stop", "30 stop"], [(10, "processing")]),
        (["10 start manual", "20 abort", "30 stop"], [(10, "discarded")]),
        (["10 start manual", "20 close", "30 stop"], [(10, "discarded")]),
        (["10 start manual", "20 stop", "30 abort"], [(10, "cancelled")]),
        (["10 start manual", "20 stop", "30 close"], [(10, "processing")]),
        (["10 start manual", "20 stop", "30 end r10 delivered"], [(10, "ended")]),
        (["10 start manual", "20 stop", "30 end r9 delivered"], [(10, "processing")]),
        (["10 start manual", "20 stop", "30 abort", "30 start auto"], [(10, "cancelled"), (30, "listening")]),
        (["10 start manual", "20 stop", "30 start auto", "40 abort"], [(10, "processing"), (30, "discarded")]),
        (["10 start manual", "20 stop", "20 start auto"], [(10, "processing"), (20, "listening")]),
        (["10 start manual", "10 stop"], [(10, "processing")]),
        (["10 start manual", "10 stop", "10 abort"], [(10, "processing")]),
        (["10 start manual", "20 stop", "50 stop", "50 start auto"], [(10, "processing"), (50, "processing")]),
        (["10 wish", "10 start auto"], [(10, "cancelled"), (10, "listening")]),
        (["10 wish", "10 start auto", "20 stop"], [(10, "cancelled"), (10, "processing")]),
        (["10 start manual", "20 start auto", "30 stop"], [(10, "listening"), (20, "processing")]),
        (["10 wish"], [(10, "processing")]),
        (["10 wish", "20 abort", "30 wish"], [(10, "cancelled"), (30, "processing")]),
        (["10 wish", "20 stop"], [(10, "processing")]),
        (["10 wish", "1010 start auto"], [(10, "cancelled"), (1010, "listening")]),
        (["10 wish", "1011 start auto"], [(10, "processing"), (1011, "listening")]),
        (["10 wish", "20 wish"], [(10, "processing"), (20, "processing")]),
        (["5 abort", "10 wish"], [(10, "processing")]),
        (["10 start manual", "15 wish", "20 stop"], [(10, "listening"), (15, "processing")]),
    ],
)
def test_an_event_belongs_to_the_newest_turn_before_it(events: list[str], expected: list[tuple[int, str]]) -> None:
    assert states(*events) == expected


def test_a_typed_wish_keeps_the_mode_of_the_recording_before_it() -> None:
    first, second = turns(map(Event.parse, ["10 start auto", "20 wish"]), named)
    assert (first.mode, second.mode) == (ListenMode.AUTO, ListenMode.AUTO)


def test_the_turn_of_a_time_is_the_newest_before_it() -> None:
    found = turns(map(Event.parse, ["10 start auto", "20 stop", "30 wish"]), named)
    times = [turn_at(found, at) for at in (9, 10, 29, 30)]
    assert [turn and turn.started_ms for turn in times] == [None, 10, 10, 30]


@given(st.lists(EVENTS, max_size=14).flatmap(lambda events: st.tuples(st.just(events), st.permutations(events * 2))))
def test_neither_order_nor_repetition_changes_a_turn(schedule: tuple[list[Event], list[Event]]) -> None:
    events, shuffled = schedule
    assert turns(shuffled, named) == turns(events, named)


@given(st.sets(EVENTS, max_size=14))
def test_a_turn_ends_before_the_next_begins_and_none_is_invented(events: set[Event]) -> None:
    found = turns(events, named)
    begun = sorted(event.at_ms for event in events if event.kind in (Kind.START, Kind.WISH))
    assert [turn.started_ms for turn in found] == begun
    for turn, until in zip(found, [*begun, 61][1:], strict=True):
        assert turn.stopped_ms is None or turn.started_ms <= turn.stopped_ms <= until
        assert not (turn.is_discarded and turn.is_complete)


def test_a_stop_that_comes_again_with_the_next_start_does_not_end_the_next_recording() -> None:
    events = map(Event.parse, ["10 start auto", "20 stop", "50 stop", "50 start auto", "80 stop 9"])
    first, second = turns(events, named)
    assert (first.stopped_ms, second.stopped_ms, second.last_seq) == (20, 80, 9)


def test_a_wake_word_and_its_start_in_one_millisecond_are_two_turns() -> None:
    found = turns(map(Event.parse, ["10 wish", "10 start auto", "20 stop"]), named)
    assert [turn.recording_id for turn in found] == ["w10", "r10"]
    assert turn_of(found, Event(10, Kind.WISH)) == found[0]
    assert turn_of(found, Event(10, Kind.START, "auto")) == turn_of(found, Event(20, Kind.STOP)) == found[1]


LATER = frozenset(map(Event.parse, ["2000 start manual", "2001 stop", "2002 abort", "2003 close"]))


@given(st.sets(EVENTS, max_size=14))
def test_a_later_turn_never_changes_an_earlier_one(events: set[Event]) -> None:
    earlier = turns(events, named)
    assert turns({*events, *LATER}, named)[: len(earlier)] == earlier
