"""Statistics of executions with known histories."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from operations.executions.execution import Execution, from_events
from operations.executions.statistics import Statistics, add, evenly, spread

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ENDS = {"SUCCEEDED": "Succeeded", "FAILED": "Failed", "TIMED_OUT": "TimedOut"}


def one(status: str = "SUCCEEDED", outcome: str = "delivered", error: str = "", **document: Any) -> Execution:
    """Transcode for 0.5 s, a wait of 2 s, and an Imagine that is not left; ends after 4 s."""
    text = json.dumps({"outcome": outcome, **document})

    def event(seconds: float, kind: str, **details: Any) -> dict[str, Any]:
        return {"type": kind, "timestamp": NOON + timedelta(seconds=seconds), **details}

    def entered(seconds: float, kind: str, name: str) -> dict[str, Any]:
        return event(seconds, f"{kind}StateEntered", stateEnteredEventDetails={"name": name, "input": text})

    events = [
        event(0, "ExecutionStarted", executionStartedEventDetails={"input": "{}"}),
        entered(0, "Task", "Transcode"),
        event(0.5, "TaskStateExited"),
        entered(0.5, "Wait", "WaitForPicture"),
        event(2.5, "WaitStateExited"),
        entered(2.5, "Task", "Imagine"),
    ]
    if error:
        events.append(event(3, "TaskFailed", taskFailedEventDetails={"error": error}))
    if status in ENDS:
        details = {"error": error} if error else {}
        events.append(event(4, f"Execution{ENDS[status]}", **{f"execution{ENDS[status]}EventDetails": details}))
    return from_events("arn:r", events)


def counted(*executions: Execution) -> Statistics:
    statistics = Statistics(len(executions), is_cut=False)
    for execution in executions:
        add(statistics, execution)
    return statistics


def test_percentiles_of_a_hundred_values_leave_as_many_below_as_they_say() -> None:
    of = spread([float(second) for second in range(101)])
    assert of is not None
    assert (of.n, of.p50, of.p95, of.p99, of.longest) == (101, 50, 95, 99, 100)


def test_percentiles_of_two_values_are_interpolated_and_of_one_are_that_value() -> None:
    two, single = spread([3.0, 1.0]), spread([2.0])
    assert two is not None
    assert single is not None
    assert (two.p50, two.p95, two.longest) == (2.0, pytest.approx(2.9), 3.0)
    assert (single.n, single.p50, single.p99, single.longest) == (1, 2.0, 2.0, 2.0)


def test_without_values_there_is_no_percentile() -> None:
    assert spread([]) is None


def test_a_sample_is_spread_over_all_and_a_few_are_all_taken() -> None:
    assert evenly(list(range(100)), 4) == [0, 25, 50, 75]
    assert evenly([1, 2, 3], 3) == [1, 2, 3]
    assert len(evenly(list(range(1001)), 500)) == 500


def test_outcomes_are_counted_with_failed_and_running() -> None:
    statistics = counted(one(), one(outcome="nothing_heard"), one("TIMED_OUT", outcome=""), one("RUNNING", outcome=""))
    assert statistics.outcomes == {"delivered": 1, "nothing_heard": 1, "failed": 1, "running": 1}
    assert len(statistics.whole) == 3, "a running one has no known duration"


def test_waits_are_separate_and_a_state_that_was_not_left_has_no_time() -> None:
    statistics = counted(one(), one())
    assert statistics.seconds == {"Transcode": [0.5, 0.5]}
    assert statistics.waits == {"WaitForPicture": [2.0, 2.0]}


def test_lost_packets_are_a_share_of_those_sent() -> None:
    speech = {"packets": 30, "lost": 3}
    statistics = counted(one(speech=speech), one(speech=speech | {"lost": 0}), one())
    assert (statistics.lost, statistics.packets) == (3, 63)
    assert (statistics.recordings_with_loss, statistics.recordings) == (1, 2)


def test_the_wait_for_a_sticker_counts_only_where_a_child_waited() -> None:
    statistics = counted(one(delivery={"waited_seconds": 3.5}), one(delivery={"pieces": 0}), one())
    assert statistics.waited == [3.5]


def test_failures_are_counted_by_state_and_error_and_fallbacks_by_engine() -> None:
    failed = one("FAILED", outcome="failed", error="ProviderThrottled")
    away = one(fallback={"engine": "dashscope", "name": "ProviderUnavailable"})
    statistics = counted(failed, failed, away)
    assert statistics.failures == {("Imagine", "ProviderThrottled"): 2}
    assert statistics.attempts == {("Imagine", "ProviderThrottled"): 2}
    assert statistics.fallbacks == {("dashscope", "ProviderUnavailable"): 1}
