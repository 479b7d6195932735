"""States, errors, fallbacks and documents from the events of a history."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from operations.executions.execution import Execution, from_events
from operations.executions.history import failed_attempts, fallbacks

ARN = "arn:aws:states:us-east-1:123456789012:execution:unit:r"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AWAY = {"engine": "dashscope", "name": "ProviderUnavailable", "cause": "dashscope: 503"}


class Events:
    """A history, one second an event."""

    def __init__(self, **document: Any) -> None:
        self.document = document
        self.events: list[dict[str, Any]] = []
        self.add("ExecutionStarted", executionStartedEventDetails={"input": json.dumps(document)})

    def add(self, kind: str, **details: Any) -> None:
        self.events.append({"type": kind, "timestamp": NOON + timedelta(seconds=len(self.events)), **details})

    def enter(self, kind: str, name: str, **adds: Any) -> "Events":
        self.document = {**self.document, **adds}
        entered = {"name": name, "input": json.dumps(self.document)}
        self.add(f"{kind}StateEntered", stateEnteredEventDetails=entered)
        return self

    def task(self, name: str, *errors: str, succeeds: bool = True, **adds: Any) -> "Events":
        """Attempts that failed, and one that did not."""
        self.enter("Task", name, **adds)
        for error in errors:
            self.add("TaskFailed", taskFailedEventDetails={"error": error})
        if succeeds:
            self.add("TaskSucceeded")
        self.add("TaskStateExited")
        return self

    def fail(self, error: str) -> Execution:
        self.task("Apologise").enter("Choice", "IsItOurFault").enter("Fail", "StickerFailed")
        self.add("ExecutionFailed", executionFailedEventDetails={"error": error, "cause": ""})
        return from_events(ARN, self.events)

    def succeed(self, **adds: Any) -> Execution:
        self.enter("Succeed", "StickerDelivered", outcome="delivered", **adds)
        self.add("ExecutionSucceeded")
        return from_events(ARN, self.events)


def test_a_good_end_has_its_output_and_the_seconds_of_each_state() -> None:
    execution = Events(recording_id="r").task("Transcode").task("Deliver", speech={"packets": 33, "lost": 1}).succeed()
    assert execution.status == "SUCCEEDED"
    assert (execution.outcome, execution.failed_state, execution.error) == ("delivered", "", "")
    assert execution.document.raw["speech"] == {"packets": 33, "lost": 1}
    assert [(run.name, run.seconds) for run in execution.state_runs] == [("Transcode", 2), ("Deliver", 2)]
    assert (list(failed_attempts(execution.events)), list(fallbacks(execution.events))) == ([], [])


def test_attempts_that_were_retried_with_success_are_counted() -> None:
    execution = Events().task("Imagine", "ProviderThrottled", "ProviderUnavailable").succeed()
    assert list(failed_attempts(execution.events)) == [
        ("Imagine", "ProviderThrottled"),
        ("Imagine", "ProviderUnavailable"),
    ]
    assert execution.failed_state == ""


def test_every_fallback_is_reported_once_though_the_document_keeps_only_the_last() -> None:
    heard = {**AWAY, "engine": "transcribe-batch"}
    execution = (
        Events()
        .task("Transcribe", "ProviderUnavailable", succeeds=False)
        .task("Transcribe", fallback=heard)
        .task("Imagine", "ProviderUnavailable", succeeds=False)
        .task("Imagine", fallback=AWAY)
        .succeed()
    )
    assert list(fallbacks(execution.events)) == [
        ("transcribe-batch", "ProviderUnavailable"),
        ("dashscope", "ProviderUnavailable"),
    ]


def test_a_state_with_a_fallback_is_not_the_failed_state() -> None:
    begun = Events().task("Imagine", "ProviderUnavailable", succeeds=False).task("Imagine", fallback=AWAY)
    execution = begun.task("Render", "ValueError", succeeds=False).fail("ValueError")
    assert (execution.failed_state, execution.error, execution.status) == ("Render", "ValueError", "FAILED")


def test_an_overdue_picture_failed_at_its_last_check() -> None:
    events = Events().task("Imagine").enter("Wait", "WaitForPicture").task("CheckPicture")
    events.enter("Pass", "PictureOverdue").enter("Choice", "IsThereAnotherIllustrator")
    assert events.fail("ProviderUnavailable").failed_state == "CheckPicture"


def test_an_execution_that_timed_out_failed_at_its_last_state() -> None:
    events = Events().task("Transcode").enter("Task", "Transcribe")
    events.add("ExecutionTimedOut", executionTimedOutEventDetails={"error": "States.Timeout"})
    execution = from_events(ARN, events.events)
    assert (execution.failed_state, execution.status, execution.error) == ("Transcribe", "TIMED_OUT", "States.Timeout")


def test_an_execution_stopped_before_its_first_state_has_its_input() -> None:
    events = Events(recording_id="r")
    events.add("ExecutionAborted", executionAbortedEventDetails={})
    execution = from_events(ARN, events.events)
    assert (execution.failed_state, execution.status, execution.document.raw) == ("", "ABORTED", {"recording_id": "r"})


def test_a_running_execution_has_not_failed() -> None:
    execution = from_events(ARN, Events().task("Transcode").enter("Task", "Transcribe").events)
    assert (execution.failed_state, execution.status) == ("", "RUNNING")
