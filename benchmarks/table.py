"""A row of `make bench`: a measurement and a named reference from the same run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measurement. `target`: the promise in words; empty without one."""

    what: str
    measured: str
    reference: str
    ratio: float
    "measured / reference, or the other way where `what` says so."
    target: str = ""
    is_met: bool = True


def median_seconds(once: Callable[[], object], times: int = 7) -> float:
    """The median of several runs, after a warm-up run."""
    once()
    durations = []
    for _ in range(times):
        started = time.perf_counter()
        once()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations)
