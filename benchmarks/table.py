"""One row of `make bench`: what was measured, against a named reference in the same run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure. `target` is what the project promises, as a sentence; empty if it promises nothing."""

    what: str
    measured: str
    reference: str
    ratio: float
    "measured / reference, or the other way where `what` says so."
    target: str = ""
    is_met: bool = True


def median_seconds(once: Callable[[], object], times: int = 7) -> float:
    """The median of several runs, after one that warms up."""
    once()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        once()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
