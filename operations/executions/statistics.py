"""Histories of executions become numbers: how they ended, how long each state took, what was lost, who failed.

Nothing of a child's is in them: a history holds keys and small facts.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from statistics import quantiles
from typing import Any, TypeVar

from operations.executions.history import BROKEN
from operations.executions.listing import listed
from operations.executions.past import Past, past
from operations.parallel import side_by_side
from operations.stage import Stage

Thing = TypeVar("Thing")

LISTED_AT_MOST = 20_000
"Twenty calls, of the five a second that Step Functions grants."
_WAITS = "Wait"
"What the names of the machine's Wait states begin with."


@dataclass(frozen=True)
class Spread:
    """Of seconds."""

    n: int
    p50: float
    p95: float
    p99: float
    longest: float


@dataclass(frozen=True)
class Ending:
    """When an execution began, and its outcome."""

    begun: datetime
    outcome: str
    "delivered, …, failed; running."


@dataclass
class Statistics:
    """Of the executions looked at, which may be a sample of all."""

    executions: int
    "Begun since then."
    is_cut: bool
    "There were more: these are the latest."
    endings: list[Ending] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    "By Task, with its retries; in the order of the machine."
    waits: dict[str, list[float]] = field(default_factory=dict)
    "By Wait state: an engine's job was not done yet."
    whole: list[float] = field(default_factory=list)
    "From the beginning of an execution to its end."
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
    "State and error, of attempts that failed, whatever came of the execution."
    fallbacks: Counter[tuple[str, str]] = field(default_factory=Counter)
    "Engine and error, where another took its place."

    @property
    def outcomes(self) -> Counter[str]:
        return Counter(ending.outcome for ending in self.endings)

    @property
    def is_sample(self) -> bool:
        return len(self.endings) < self.executions


def statistics(stage: Stage, *, since: datetime, sample: int, device_id: str | None = None) -> Statistics:
    """One history is a call: at most `sample` of them, evenly spread over the time. Raises ClientError."""
    found = list(islice(listed(stage, since=since, device_id=device_id), LISTED_AT_MOST + 1))
    all_of_them = found[:LISTED_AT_MOST]
    chosen = evenly(all_of_them, sample)
    told = side_by_side(stage, chosen, lambda one: past(stage, one["executionArn"]))
    made = Statistics(len(all_of_them), is_cut=len(found) > LISTED_AT_MOST)
    begun = [one["startDate"] for one in chosen]
    for at, one in sorted(zip(begun, told, strict=True), key=lambda pair: -len(pair[1].ended.state_runs)):
        add(made, at, one)
    made.endings.sort(key=lambda ending: ending.begun)
    return made


def evenly(things: list[Thing], at_most: int) -> list[Thing]:
    """All of them, or so many at even distances."""
    return things if len(things) <= at_most else [things[i * len(things) // at_most] for i in range(at_most)]


def add(made: Statistics, begun: datetime, one: Past) -> None:
    """The longest first: it names the states in the machine's order."""
    made.endings.append(Ending(begun, outcome(one)))
    _time(made, one)
    delivery = one.document.get("delivery", {})
    if delivery.get("waited_seconds") is not None:
        made.waited.append(float(delivery["waited_seconds"]))
    _count_packets(made, one.document.get("speech", {}))
    made.attempts.update(one.failures)
    made.fallbacks.update(one.fallbacks)
    if one.ended.status in BROKEN:
        made.failures[one.failed_at, one.ended.error or one.ended.status] += 1


def outcome(one: Past) -> str:
    if one.ended.status == "RUNNING":
        return "running"
    return "failed" if one.ended.status in BROKEN else one.ended.outcome


def _time(made: Statistics, one: Past) -> None:
    """A state that was not left has taken no known time."""
    for stage in one.ended.state_runs:
        if stage.seconds > 0:
            by_state = made.waits if stage.name.startswith(_WAITS) else made.seconds
            by_state.setdefault(stage.name, []).append(stage.seconds)
    if one.ended.status != "RUNNING":
        made.whole.append(one.ended.seconds)


def _count_packets(made: Statistics, speech: dict[str, Any]) -> None:
    """Speech.packets are those that arrived."""
    if speech:
        made.packets += speech["packets"] + speech["lost"]
        made.lost += speech["lost"]
        made.recordings += 1
        made.recordings_with_loss += speech["lost"] > 0


def spread(values: Iterable[float]) -> Spread | None:
    """None of nothing. Between two values a percentile lies on the line from one to the other."""
    measured = sorted(values)
    if not measured:
        return None
    cuts = quantiles(measured, n=100, method="inclusive") if len(measured) > 1 else measured * 99
    return Spread(len(measured), cuts[49], cuts[94], cuts[98], measured[-1])
