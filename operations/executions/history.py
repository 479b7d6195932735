"""An execution's history becomes a time line of its states."""

import json
import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from stikadoo.aws.clients import client

BROKEN = frozenset({"FAILED", "TIMED_OUT", "ABORTED"})
"Statuses that want an operator."

Event = dict[str, Any]
"As GetExecutionHistory gives it."


@dataclass(frozen=True)
class StateRun:
    """One state that worked or waited."""

    name: str
    started: datetime
    seconds: float
    failures: int
    "Attempts that failed."
    error: str = ""
    "The name of the error that left the state, if one did."


@dataclass(frozen=True)
class Ended:
    """How an execution ended."""

    status: str
    end_state: str
    outcome: str
    error: str
    seconds: float
    state_runs: list[StateRun]

    @property
    def failed_at(self) -> str:
        """The state that led to Apologise, or the last one where nothing could apologise; empty if all went well.

        An engine that stayed away before another followed has an error, too, and ended nothing.
        """
        names = [stage.name for stage in self.state_runs]
        made = names[: names.index("Apologise")] if "Apologise" in names else names
        return made[-1] if made and (made != names or self.status in BROKEN) else ""


def execution_arn(state_machine_arn: str, recording_id: str) -> str:
    """Executions are named after their recordings."""
    return f"{state_machine_arn.replace(':stateMachine:', ':execution:')}:{recording_id}"


def ended(arn: str, within: float = 60) -> Ended:
    """Waits for the execution's end. Raises TimeoutError."""
    states = client("stepfunctions")
    deadline = time.monotonic() + within
    while states.describe_execution(executionArn=arn)["status"] == "RUNNING":
        if time.monotonic() > deadline:
            raise TimeoutError(f"{arn} is still running after {within:.0f} s")
        time.sleep(0.05)
    return history(states, arn)


def events(states: Any, arn: str) -> list[Event]:
    """From the first on, a thousand a call. `states`: a client of Step Functions. Raises ClientError."""
    pages = states.get_paginator("get_execution_history").paginate(
        executionArn=arn, PaginationConfig={"PageSize": 1000}
    )
    return [dict(event) for page in pages for event in page["events"]]


def history(states: Any, arn: str) -> Ended:
    """`states`: a client of Step Functions. Of an execution that runs, so far. Raises ClientError."""
    described = states.describe_execution(executionArn=arn)
    told = events(states, arn)
    entered = [event for event in told if "stateEnteredEventDetails" in event]
    last = entered[-1]["stateEnteredEventDetails"] if entered else {"name": ""}  # stopped before its first state
    return Ended(
        status=described["status"],
        end_state=last["name"],
        outcome=_outcome(last.get("input", "")),
        error=described.get("error", ""),
        seconds=(described.get("stopDate", told[-1]["timestamp"]) - described["startDate"]).total_seconds(),
        state_runs=state_runs(told),
    )


_FAILURES = {"TaskFailed": "taskFailedEventDetails", "TaskTimedOut": "taskTimedOutEventDetails"}
"By the type of an event, where it tells its error."


def state_runs(events: list[Event]) -> list[StateRun]:
    """Task and Wait states in order; Choice, Pass and end states take no time worth a line."""
    found: list[StateRun] = []
    for event in events:
        kind = event["type"]
        if kind in {"TaskStateEntered", "WaitStateEntered"}:
            found.append(StateRun(event["stateEnteredEventDetails"]["name"], event["timestamp"], 0.0, 0))
        elif kind in _FAILURES and found:
            error = event[_FAILURES[kind]].get("error", "")
            found[-1] = replace(found[-1], failures=found[-1].failures + 1, error=error)
        elif kind == "TaskSucceeded" and found:
            found[-1] = replace(found[-1], error="")
        elif kind in {"TaskStateExited", "WaitStateExited"} and found:
            took = (event["timestamp"] - found[-1].started).total_seconds()
            found[-1] = replace(found[-1], seconds=took)
    return found


def _outcome(document: str) -> str:
    try:
        return str(json.loads(document).get("outcome", ""))
    except ValueError:
        return ""
