"""What an execution's history tells, from its events in order: states with their times, errors, fallbacks, documents.

The events hold the input, the output and the error, too: one call (GetExecutionHistory) an execution is enough.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from operations.executions.document import Document
from stikadoo.aws.machine import Event

BROKEN = frozenset({"FAILED", "TIMED_OUT", "ABORTED"})
"Statuses that an operator should look at."
RUNNING = "RUNNING"

_ENDS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}
"The status by the type of the last event."
_FAILURES = {"TaskFailed": "taskFailedEventDetails", "TaskTimedOut": "taskTimedOutEventDetails"}
"Where a failed attempt's event has its error."
_HAVE_FALLBACKS = frozenset({"Transcribe", "Imagine"})
"States that run again with the next engine."


@dataclass(frozen=True)
class StateRun:
    """One Task or Wait state that ran."""

    name: str
    started: datetime
    seconds: float
    failures: int
    "Attempts that failed."
    error: str = ""
    "The name of the error that left the state, if one did."


def state_runs(events: Iterable[Event]) -> list[StateRun]:
    """In order. Choice, Pass and end states take no time worth a line."""
    runs: list[StateRun] = []
    for event in events:
        kind = event["type"]
        if kind in {"TaskStateEntered", "WaitStateEntered"}:
            runs.append(StateRun(event["stateEnteredEventDetails"]["name"], event["timestamp"], 0.0, 0))
        elif kind in _FAILURES and runs:
            runs[-1] = replace(runs[-1], failures=runs[-1].failures + 1, error=_attempt_error(event))
        elif kind == "TaskSucceeded" and runs:
            runs[-1] = replace(runs[-1], error="")
        elif kind in {"TaskStateExited", "WaitStateExited"} and runs:
            seconds = (event["timestamp"] - runs[-1].started).total_seconds()
            runs[-1] = replace(runs[-1], seconds=seconds)
    return runs


def failed_state(runs: Sequence[StateRun], status: str) -> str:
    """The state that led to Apologise, or the last one where nothing could apologise; empty if there is none.

    A state whose engine was replaced by a fallback has an error, too, but did not end the execution.
    """
    names = [run.name for run in runs]
    before = names[: names.index("Apologise")] if "Apologise" in names else names
    return before[-1] if before and (before != names or status in BROKEN) else ""


def end_state(events: Sequence[Event]) -> str:
    """The state entered last; empty if the execution was stopped before its first."""
    return next((entered["name"] for event in reversed(events) if (entered := _entered(event))), "")


def status(events: Sequence[Event]) -> str:
    return _ENDS.get(events[-1]["type"], RUNNING)


def error(events: Sequence[Event]) -> tuple[str, str]:
    """Name and cause; both empty if the execution did not fail."""
    details = (events[-1].get(f"execution{end}EventDetails", {}) for end in ("Failed", "TimedOut", "Aborted"))
    return next(((str(one.get("error", "")), str(one.get("cause", ""))) for one in details if one), ("", ""))


def failed_attempts(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """State and error of each, also of those retried with success."""
    state = ""
    for event in events:
        state = _entered(event).get("name", state)
        if event["type"] in _FAILURES:
            yield state, _attempt_error(event)


def fallbacks(events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """Engine and error of each that was replaced. The document keeps the last one alone."""
    last = None
    for event in events:
        entered = _entered(event)
        if entered.get("name") in _HAVE_FALLBACKS:
            document = Document.parse(entered.get("input"))
            if document and document.fallback and document.fallback != last:
                last = document.fallback
                yield last.engine, last.name


def first_document(events: Iterable[Event]) -> Document | None:
    """The input; None if no event holds it."""
    return next(_documents(events), None)


def last_document(events: Sequence[Event]) -> Document | None:
    """The document as far as the execution got; None if no event holds one."""
    return next(_documents(reversed(events)), None)


def _documents(events: Iterable[Event]) -> Iterator[Document]:
    for event in events:
        text = (
            event.get("executionStartedEventDetails", {}).get("input")
            or _entered(event).get("input")
            or event.get("stateExitedEventDetails", {}).get("output")
        )
        if document := Document.parse(text):
            yield document


def _entered(event: Event) -> dict[str, str]:
    details: dict[str, str] = event.get("stateEnteredEventDetails", {})
    return details


def _attempt_error(event: Event) -> str:
    """A time-out may have no error's name; another failure without one is named after its event."""
    details = event.get(_FAILURES[event["type"]], {})
    return str(details.get("error") or ("States.Timeout" if event["type"] == "TaskTimedOut" else event["type"]))
