"""An execution of the state machine: which recording, whose, and how it ended.

A recording's execution is named after it, and the name begins with the device's key.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from operations.executions import history
from operations.executions.document import Document
from operations.executions.history import BROKEN, RUNNING, StateRun
from stikadoo.aws.machine import Event, Machine
from stikadoo.keys import RecordingFolder

UNDELIVERED = "undelivered"
"The outcome of a sticker that was made and kept, because no device was connected."


class StillRunning(RuntimeError):
    """An execution has not ended in time."""

    def __init__(self, recording_id: str, seconds: float) -> None:
        super().__init__(recording_id, seconds)
        self.recording_id = recording_id
        self.seconds = seconds

    def __str__(self) -> str:
        return f"{self.recording_id} is still running after {self.seconds:.0f} s"


@dataclass(frozen=True)
class Execution:
    """From a listing, a description or a history: each source adds fields to the one before."""

    arn: str
    recording_id: str
    "Its name. Who starts one by hand may call it otherwise: see `folder`."
    status: str
    started: datetime
    stopped: datetime | None = None
    input: Document = field(default_factory=Document)
    "Empty in a listing."
    document: Document = field(default_factory=Document)
    "The last that is known; empty in a listing."
    error: str = ""
    "Its name."
    cause: str = ""
    redrives: int = 0
    events: Sequence[Event] = field(default=(), repr=False)
    "The history; empty if it was not read."

    @property
    def folder(self) -> RecordingFolder:
        """Where it writes."""
        return RecordingFolder(self.document.recording_id or self.recording_id)

    @property
    def first_recording(self) -> str:
        """The recording that this one and all its replays go back to."""
        return self.document.replay_of or self.folder.recording_id

    @property
    def device_id(self) -> str:
        return self.document.device.device_id if self.document.device else ""

    @property
    def is_running(self) -> bool:
        return self.status == RUNNING

    @property
    def is_broken(self) -> bool:
        return self.status in BROKEN

    @property
    def outcome(self) -> str:
        """delivered, undelivered, nothing_heard, …; failed; empty while it runs."""
        if self.is_running:
            return ""
        return "failed" if self.is_broken else self.document.outcome

    @property
    def was_delivered(self) -> bool:
        """Though it failed: only a state after Deliver did."""
        return self.is_broken and self.document.outcome == "delivered"

    @property
    def seconds(self) -> float:
        """Until its end, or until now."""
        return ((self.stopped or datetime.now(UTC)) - self.started).total_seconds()

    @property
    def state_runs(self) -> list[StateRun]:
        """From the history."""
        return history.state_runs(self.events)

    @property
    def end_state(self) -> str:
        """From the history: the state entered last."""
        return history.end_state(self.events)

    @property
    def failed_state(self) -> str:
        """From the history; empty if no state failed for good."""
        return history.failed_state(self.state_runs, self.status)


def describe(machine: Machine, arn: str) -> Execution:
    """Raises NoSuchExecution."""
    response = machine.describe(arn)
    begun = Document.parse(response["input"]) or Document()
    output = response.get("output") if response["status"] == "SUCCEEDED" else None
    return Execution(
        arn=arn,
        recording_id=response["name"],
        status=response["status"],
        started=response["startDate"],
        stopped=response.get("stopDate"),
        input=begun,
        document=Document.parse(output) or begun,
        error=response.get("error", ""),
        cause=response.get("cause", ""),
        redrives=response.get("redriveCount", 0),
    )


def with_history(machine: Machine, execution: Execution) -> Execution:
    """Adds the history, and the document as far as it got: an execution that failed has no output."""
    events = machine.events(execution.arn)
    known = None if execution.status == "SUCCEEDED" else history.last_document(events)
    return replace(execution, events=events, document=known or execution.document)


def with_failed_state(machine: Machine, execution: Execution) -> Execution:
    """Adds the history of a failed execution; any other is complete."""
    return with_history(machine, execution) if execution.is_broken else execution


def from_events(arn: str, events: Sequence[Event]) -> Execution:
    """By its history alone, without a description: one call an execution."""
    status, (error, cause) = history.status(events), history.error(events)
    return Execution(
        arn=arn,
        recording_id=arn.rsplit(":", 1)[-1],
        status=status,
        started=events[0]["timestamp"],
        stopped=None if status == RUNNING else events[-1]["timestamp"],
        input=history.first_document(events) or Document(),
        document=history.last_document(events) or Document(),
        error=error,
        cause=cause,
        events=events,
    )


def await_end(machine: Machine, arn: str, within: float = 60, every: float = 0.05) -> Execution:
    """The ended execution with its history; `within` and `every` in seconds. Raises StillRunning, NoSuchExecution."""
    deadline = time.monotonic() + within
    while (execution := describe(machine, arn)).is_running:
        if time.monotonic() > deadline:
            raise StillRunning(execution.recording_id, within)
        time.sleep(every)
    return with_history(machine, execution)
