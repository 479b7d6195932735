"""An execution's history becomes what an operator asks of it: where it broke, what it knew, who stayed away.

One call an execution (GetExecutionHistory; quota: 400, then 20 a second, for all that ask in an account): the events
hold the input, the output and the error, too.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from operations.executions.history import Ended, Event, events, state_runs
from operations.stage import Stage

_ENDS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}
_ASKED = frozenset({"Transcribe", "Imagine"})
"Where an engine's follower begins."


@dataclass(frozen=True)
class Past:
    """All that its history tells, but no word of a child's: there is none in it."""

    ended: Ended
    document: dict[str, Any]
    "The last that is known: of the state entered last."
    failures: list[tuple[str, str]]
    "State and error of each attempt that failed, those retried with success, too."
    fallbacks: list[tuple[str, str]]
    "Engine and error of each whose place another took, in order."

    @property
    def failed_at(self) -> str:
        return self.ended.failed_at


def past(stage: Stage, arn: str) -> Past:
    """Raises ClientError."""
    return told_by(events(stage.states, arn))


def told_by(events: list[Event]) -> Past:
    """`events`: from the first on."""
    last = events[-1]
    entered = [event["stateEnteredEventDetails"] for event in events if "stateEnteredEventDetails" in event]
    begun = events[0].get("executionStartedEventDetails", {}).get("input", "{}")
    document = json.loads(entered[-1].get("input", begun) if entered else begun)
    return Past(
        ended=Ended(
            status=_ENDS.get(last["type"], "RUNNING"),
            end_state=entered[-1]["name"] if entered else "",
            outcome=str(document.get("outcome", "")),
            error=_error(last),
            seconds=(last["timestamp"] - events[0]["timestamp"]).total_seconds(),
            state_runs=state_runs(events),
        ),
        document=document,
        failures=list(_failures(events)),
        fallbacks=list(_fallbacks(events)),
    )


def _error(last: Event) -> str:
    details = (last.get(f"execution{end}EventDetails", {}) for end in ("Failed", "TimedOut", "Aborted"))
    return next((str(detail["error"]) for detail in details if "error" in detail), "")


def _failures(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    state = ""
    for event in events:
        state = event["stateEnteredEventDetails"]["name"] if "stateEnteredEventDetails" in event else state
        error = _attempt(event)
        if error:
            yield state, error


def _attempt(event: Event) -> str:
    """The error of an attempt that failed; a time-out is an event of its own."""
    details = event.get("taskFailedEventDetails") or event.get("taskTimedOutEventDetails")
    return str(details.get("error", "States.Timeout")) if details else ""


def _fallbacks(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """The document keeps the last one alone; each begins a state anew with its own."""
    told = None
    for event in events:
        entered = event.get("stateEnteredEventDetails")
        if entered and entered["name"] in _ASKED:
            fallback = json.loads(entered.get("input", "{}")).get("fallback")
            if fallback and fallback != told:
                told = fallback
                yield str(fallback["engine"]), str(fallback["name"])
