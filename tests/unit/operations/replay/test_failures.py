"""Replays of many keep a pace, whatever each takes."""

import pytest

from operations.replay.failures import Pace


def starts(rate: float, takes: list[float]) -> list[float]:
    """When each begins, of work that takes so many seconds."""
    clock = [100.0]

    def pause(seconds: float) -> None:
        clock[0] += seconds

    pace, begun = Pace(rate, now=lambda: clock[0], pause=pause), []
    for seconds in takes:
        pace.keep()
        begun.append(clock[0] - 100)
        clock[0] += seconds
    return begun


def test_quick_ones_are_held_back() -> None:
    assert starts(2, [0, 0.1, 0, 0]) == pytest.approx([0, 0.5, 1.0, 1.5])


def test_after_a_slow_one_nothing_is_made_up_for() -> None:
    assert starts(2, [3, 0, 0]) == pytest.approx([0, 3, 3.5])
