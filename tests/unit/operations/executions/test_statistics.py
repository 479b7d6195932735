"""Numbers of executions, by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from operations.executions.history import Ended, StateRun
from operations.executions.past import Past
from operations.executions.statistics import Statistics, add, evenly, spread

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def one(status: str = "SUCCEEDED", outcome: str = "delivered", error: str = "", **document: Any) -> Past:
    state_runs = [
        StateRun("Transcode", NOON, 0.5, 0),
        StateRun("WaitForPicture", NOON, 2.0, 0),
        StateRun("Imagine", NOON, 0.0, 1, error=error),
    ]
    ended = Ended(status, "StickerDelivered", outcome, error, 4.0, state_runs)
    return Past(ended, document, failures=[("Imagine", error)] if error else [], fallbacks=[])


def counted(*pasts: Past) -> Statistics:
    made = Statistics(len(pasts), is_cut=False)
    for number, past in enumerate(pasts):
        add(made, NOON + timedelta(seconds=number), past)
    return made


def test_percentiles_of_a_hundred_values_leave_as_many_below_as_they_say() -> None:
    of = spread([float(second) for second in range(101)])
    assert of is not None
    assert (of.n, of.p50, of.p95, of.p99, of.longest) == (101, 50, 95, 99, 100)


def test_percentiles_of_two_lie_between_them_and_of_one_are_it() -> None:
    two, single = spread([3.0, 1.0]), spread([2.0])
    assert two is not None
    assert single is not None
    assert (two.p50, two.p95, two.longest) == (2.0, pytest.approx(2.9), 3.0)
    assert (single.n, single.p50, single.p99, single.longest) == (1, 2.0, 2.0, 2.0)


def test_nothing_has_no_percentile() -> None:
    assert spread([]) is None


def test_a_sample_is_spread_over_all_and_a_few_are_all_taken() -> None:
    assert evenly(list(range(100)), 4) == [0, 25, 50, 75]
    assert evenly([1, 2, 3], 3) == [1, 2, 3]
    assert len(evenly(list(range(1001)), 500)) == 500


def test_outcomes_are_counted_and_those_that_fail_or_run_are_called_so() -> None:
    made = counted(one(), one(outcome="nothing_heard"), one("TIMED_OUT", outcome=""), one("RUNNING", outcome=""))
    assert made.outcomes == {"delivered": 1, "nothing_heard": 1, "failed": 1, "running": 1}
    assert len(made.whole) == 3, "what runs has taken no known time"


def test_waits_are_apart_and_a_state_that_was_not_left_has_no_time() -> None:
    made = counted(one(), one())
    assert made.seconds == {"Transcode": [0.5, 0.5]}
    assert made.waits == {"WaitForPicture": [2.0, 2.0]}


def test_lost_packets_are_a_share_of_those_sent() -> None:
    speech = {"packets": 30, "lost": 3}
    made = counted(one(speech=speech), one(speech=speech | {"lost": 0}), one())
    assert (made.lost, made.packets) == (3, 63)
    assert (made.recordings_with_loss, made.recordings) == (1, 2)


def test_a_sticker_s_wait_is_told_by_who_waited_for_it() -> None:
    made = counted(one(delivery={"waited_seconds": 3.5}), one(delivery={"pieces": 0}), one())
    assert made.waited == [3.5]


def test_failures_are_told_by_state_and_error_and_setbacks_by_engine() -> None:
    failed = one("FAILED", outcome="failed", error="ProviderThrottled")
    away = replace(one(), fallbacks=[("dashscope", "ProviderUnavailable")])
    made = counted(failed, failed, away)
    assert made.failures == {("Imagine", "ProviderThrottled"): 2}
    assert made.attempts == {("Imagine", "ProviderThrottled"): 2}
    assert made.fallbacks == {("dashscope", "ProviderUnavailable"): 1}
