"""Inspections of recordings with known histories and files."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from operations.executions.execution import Execution
from operations.executions.history import first_document, last_document
from operations.inspect.inspection import Inspection
from stikadoo.aws.bucket import StoredObject
from tests.documents import DEVICE, RECORDING

RECORDING_ID = "b43a459b9474-20261121-114000-8b039b94"
ARN = f"arn:aws:states:us-east-1:123456789012:execution:stikadoo-dev-voice-to-sticker:{RECORDING_ID}"
STARTED = datetime(2026, 11, 21, 11, 40, tzinfo=UTC)

TYPED: dict[str, Any] = {"recording_id": RECORDING_ID, "device": DEVICE.model_dump(mode="json")}
SPOKEN = TYPED | {"recording": RECORDING.model_dump(mode="json")}


def at(seconds: float) -> datetime:
    return STARTED + timedelta(seconds=seconds)


class History:
    """Events as Step Functions returns them, state by state, a second each."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.seconds = 1.0
        self.events = [self._event("ExecutionStarted", executionStartedEventDetails={"input": json.dumps(document)})]

    def worked(self, state: str, **adds: Any) -> "History":
        self._entered(state)
        self.document = self.document | adds
        self.seconds += 1
        self.events += [self._event("TaskSucceeded"), self._exited(state)]
        return self

    def failed(self, state: str, error: str, cause: str = "", kind: str = "TaskFailed") -> "History":
        self._entered(state)
        self.document = self.document | {"error": {"name": error, "cause": cause}}
        self.seconds += 1
        details = {f"{kind[0].lower()}{kind[1:]}EventDetails": {"error": error, "cause": cause}}
        self.events += [self._event(kind, **details), self._exited(state)]
        return self

    def forgot(self, deleted: int = 11) -> "History":
        return self.worked("Forget", forgotten={"deleted": deleted, "outcome": self.document.get("outcome", "")})

    def _entered(self, state: str) -> None:
        details = {"name": state, "input": json.dumps(self.document)}
        self.events.append(self._event("TaskStateEntered", stateEnteredEventDetails=details))

    def _exited(self, state: str) -> dict[str, Any]:
        details = {"name": state, "output": json.dumps(self.document)}
        return self._event("TaskStateExited", stateExitedEventDetails=details)

    def _event(self, kind: str, **details: Any) -> dict[str, Any]:
        return {"type": kind, "timestamp": at(self.seconds), **details}


def seen(
    history: History, files: dict[str, bytes] | None = None, *, status: str = "SUCCEEDED", **more: Any
) -> Inspection:
    """What `inspect` would return."""
    begun, document = first_document(history.events), last_document(history.events)
    assert begun
    assert document
    caught = document.error if status == "FAILED" else None
    execution = Execution(
        arn=ARN,
        recording_id=RECORDING_ID,
        status=status,
        started=STARTED,
        stopped=None if status == "RUNNING" else at(history.seconds),
        input=begun,
        document=document,
        error=caught.name if caught else "",
        cause=caught.cause if caught else "",
        events=history.events,
    )
    stored = {
        name: StoredObject(f"recordings/{RECORDING_ID}/{name}", at(history.seconds), body)
        for name, body in (files or {}).items()
    }
    found: dict[str, Any] = {
        "denied": frozenset(),
        "chunks": (),
        "replays": (),
        "lines": [],
        "unlogged": "",
        "links": None,
    }
    return Inspection(execution=execution, files=stored, **(found | more))
