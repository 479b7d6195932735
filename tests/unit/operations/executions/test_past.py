"""Events as Step Functions tells them become what an operator asks."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from operations.executions.past import Past, told_by

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

    def fail(self, error: str) -> Past:
        self.task("Apologise").enter("Choice", "IsItOurFault").enter("Fail", "StickerFailed")
        self.add("ExecutionFailed", executionFailedEventDetails={"error": error, "cause": ""})
        return told_by(self.events)

    def succeed(self, **adds: Any) -> Past:
        self.enter("Succeed", "StickerDelivered", outcome="delivered", **adds)
        self.add("ExecutionSucceeded")
        return told_by(self.events)


def test_a_good_end_tells_its_output_and_how_long_it_took() -> None:
    told = Events(recording_id="r").task("Transcode").task("Deliver", speech={"packets": 33, "lost": 1}).succeed()
    assert told.ended.status == "SUCCEEDED"
    assert (told.ended.outcome, told.failed_at, told.ended.error) == ("delivered", "", "")
    assert told.document["speech"] == {"packets": 33, "lost": 1}
    assert [(stage.name, stage.seconds) for stage in told.ended.state_runs] == [("Transcode", 2), ("Deliver", 2)]
    assert (told.failures, told.fallbacks) == ([], [])


def test_attempts_that_were_retried_are_failures_of_a_good_end_too() -> None:
    told = Events().task("Imagine", "ProviderThrottled", "ProviderUnavailable").succeed()
    assert told.failures == [("Imagine", "ProviderThrottled"), ("Imagine", "ProviderUnavailable")]
    assert told.failed_at == ""


def test_every_engine_whose_place_another_took_is_told_once_though_the_document_keeps_the_last() -> None:
    heard = {**AWAY, "engine": "transcribe-batch"}
    told = (
        Events()
        .task("Transcribe", "ProviderUnavailable", succeeds=False)
        .task("Transcribe", fallback=heard)
        .task("Imagine", "ProviderUnavailable", succeeds=False)
        .task("Imagine", fallback=AWAY)
        .succeed()
    )
    assert told.fallbacks == [("transcribe-batch", "ProviderUnavailable"), ("dashscope", "ProviderUnavailable")]


def test_the_state_that_ended_it_is_not_the_one_whose_engine_another_followed() -> None:
    begun = Events().task("Imagine", "ProviderUnavailable", succeeds=False).task("Imagine", fallback=AWAY)
    told = begun.task("Render", "ValueError", succeeds=False).fail("ValueError")
    assert (told.failed_at, told.ended.error, told.ended.status) == ("Render", "ValueError", "FAILED")


def test_a_picture_that_is_overdue_failed_where_it_was_looked_for() -> None:
    events = Events().task("Imagine").enter("Wait", "WaitForPicture").task("CheckPicture")
    events.enter("Pass", "PictureOverdue").enter("Choice", "IsThereAnotherIllustrator")
    assert events.fail("ProviderUnavailable").failed_at == "CheckPicture"


def test_what_timed_out_failed_where_it_was_and_has_a_name() -> None:
    events = Events().task("Transcode").enter("Task", "Transcribe")
    events.add("ExecutionTimedOut", executionTimedOutEventDetails={"error": "States.Timeout"})
    told = told_by(events.events)
    assert (told.failed_at, told.ended.status, told.ended.error) == ("Transcribe", "TIMED_OUT", "States.Timeout")


def test_what_was_stopped_before_its_first_state_tells_its_input() -> None:
    events = Events(recording_id="r")
    events.add("ExecutionAborted", executionAbortedEventDetails={})
    told = told_by(events.events)
    assert (told.failed_at, told.ended.status, told.document) == ("", "ABORTED", {"recording_id": "r"})


def test_what_runs_has_not_failed() -> None:
    told = told_by(Events().task("Transcode").enter("Task", "Transcribe").events)
    assert (told.failed_at, told.ended.status) == ("", "RUNNING")
