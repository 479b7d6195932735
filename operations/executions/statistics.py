"""Statistics of executions: outcomes, seconds by state, lost packets, failures and fallbacks.

Histories hold keys and small facts, so nothing here holds a child's words.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import islice
from statistics import quantiles
from typing import Any, TypeVar

from operations.executions import history
from operations.executions.execution import Execution, from_events
from operations.executions.listing import LISTED_AT_MOST, listed
from operations.parallel import parallel_map
from operations.stage import Stage

Item = TypeVar("Item")

_WAITS = "Wait"
"The prefix of the machine's Wait states."


@dataclass(frozen=True)
class Spread:
    """Percentiles, in seconds."""

    n: int
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass
class Statistics:
    """Of a sample of executions, which may be all."""

    listed: int
    "How many were started in the time."
    is_cut: bool
    "There were more: these are the latest."
    sample: list[Execution] = field(default_factory=list)
    "Earliest first, without their histories."
    seconds: dict[str, list[float]] = field(default_factory=dict)
    "By Task, retries included; in the order of the machine."
    waits: dict[str, list[float]] = field(default_factory=dict)
    "By Wait state: an engine's job was not done yet."
    whole: list[float] = field(default_factory=list)
    "From the start of an execution to its end."
    waited: list[float] = field(default_factory=list)
    "From listen stop until the device had its sticker."
    packets: int = 0
    "Sent: those that arrived, and those that did not."
    lost: int = 0
    recordings: int = 0
    "Those with packets."
    recordings_with_loss: int = 0
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    "State and error, of executions that failed."
    attempts: Counter[tuple[str, str]] = field(default_factory=Counter)
    "State and error, of all attempts that failed, also of those retried with success."
    fallbacks: Counter[tuple[str, str]] = field(default_factory=Counter)
    "Engine and error, where another engine replaced it."

    @property
    def outcomes(self) -> Counter[str]:
        return Counter(outcome(execution) for execution in self.sample)

    @property
    def is_sample(self) -> bool:
        return len(self.sample) < self.listed


def statistics(
    stage: Stage, *, since: datetime, until: datetime | None = None, sample: int, device_id: str | None = None
) -> Statistics:
    """Reads at most `sample` histories, a call each, evenly spread over the time."""
    found = list(islice(listed(stage, since=since, until=until, device_id=device_id), LISTED_AT_MOST + 1))
    latest = found[:LISTED_AT_MOST]
    machine = stage.machine
    read = parallel_map(
        lambda execution: from_events(execution.arn, machine.events(execution.arn)), evenly(latest, sample)
    )
    statistics = Statistics(len(latest), is_cut=len(found) > LISTED_AT_MOST)
    for execution in sorted(read, key=lambda one: len(one.state_runs), reverse=True):
        add(statistics, execution)
    statistics.sample.sort(key=lambda execution: execution.started)
    return statistics


def numbers(statistics: Statistics) -> dict[str, Any]:
    """For JSON; seconds as percentiles."""
    measured = {**statistics.seconds, **statistics.waits, "whole": statistics.whole, "waited": statistics.waited}
    return {
        "listed": statistics.listed,
        "is_cut": statistics.is_cut,
        "sample": len(statistics.sample),
        "outcomes": dict(statistics.outcomes),
        "seconds": {name: asdict(of) for name, values in measured.items() if (of := spread(values))},
        "packets": statistics.packets,
        "lost": statistics.lost,
        "recordings": statistics.recordings,
        "recordings_with_loss": statistics.recordings_with_loss,
        "failures": [{"state": state, "error": error, "times": n} for (state, error), n in statistics.failures.items()],
        "attempts": [{"state": state, "error": error, "times": n} for (state, error), n in statistics.attempts.items()],
        "fallbacks": [
            {"engine": engine, "error": error, "times": n} for (engine, error), n in statistics.fallbacks.items()
        ],
    }


def evenly(items: list[Item], at_most: int) -> list[Item]:
    """All of them, or so many at even distances."""
    return items if len(items) <= at_most else [items[i * len(items) // at_most] for i in range(at_most)]


def add(statistics: Statistics, execution: Execution) -> None:
    """`execution`: with its history. The longest first: its states then stand in the machine's order."""
    statistics.sample.append(replace(execution, events=()))
    _time(statistics, execution)
    delivery = execution.document.delivery
    if delivery and delivery.waited_seconds is not None:
        statistics.waited.append(delivery.waited_seconds)
    _count_packets(statistics, execution)
    statistics.attempts.update(history.failed_attempts(execution.events))
    statistics.fallbacks.update(history.fallbacks(execution.events))
    if execution.is_broken:
        statistics.failures[execution.failed_state, execution.error or execution.status] += 1


def outcome(execution: Execution) -> str:
    return "running" if execution.is_running else execution.outcome


def _time(statistics: Statistics, execution: Execution) -> None:
    """A state that was not left has no known duration."""
    for run in execution.state_runs:
        if run.seconds > 0:
            by_state = statistics.waits if run.name.startswith(_WAITS) else statistics.seconds
            by_state.setdefault(run.name, []).append(run.seconds)
    if not execution.is_running:
        statistics.whole.append(execution.seconds)


def _count_packets(statistics: Statistics, execution: Execution) -> None:
    """Speech.packets are those that arrived."""
    speech = execution.document.speech
    if speech:
        statistics.packets += speech.packets + speech.lost
        statistics.lost += speech.lost
        statistics.recordings += 1
        statistics.recordings_with_loss += speech.lost > 0


def spread(values: Iterable[float]) -> Spread | None:
    """None without values. Percentiles are interpolated linearly."""
    measured = sorted(values)
    if not measured:
        return None
    cuts = quantiles(measured, n=100, method="inclusive") if len(measured) > 1 else measured * 99
    return Spread(len(measured), cuts[49], cuts[94], cuts[98], measured[-1])
