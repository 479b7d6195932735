"""The words of an execution are read where they are stored, or the reason is given; against the real local S3."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local_aws import LocalAws
from operations.executions.document import Document
from operations.executions.execution import Execution
from operations.executions.words import Words, with_words, words_of
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import AdmittedWish, Transcript
from stikadoo.keys import RecordingFolder
from tests.unit.operations.machine import Machine, machine

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HEARD = {"transcription": {"status": "ready", "engine": "whisper"}}


@pytest.fixture
def made(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine(aws, bucket.name) as running:
        yield running


def execution(status: str = "SUCCEEDED", error: str = "", **document: Any) -> Execution:
    return Execution(
        "arn", "b43a459b9474-1", status, NOON, NOON + timedelta(seconds=3), document=Document.of(document), error=error
    )


def test_the_wish_is_preferred_to_the_transcript_it_came_from(made: Machine, bucket: Bucket) -> None:
    one = execution(**HEARD)
    assert words_of(made.deployed.bucket, one) == Words(absent="forgotten")
    bucket.put_facts(one.folder.transcript, Transcript(text="um, a dragon", engine="whisper"))
    assert words_of(made.deployed.bucket, one) == Words("um, a dragon")
    bucket.put_facts(one.folder.wish, AdmittedWish(text="a dragon"))
    assert words_of(made.deployed.bucket, one) == Words("a dragon")


def test_a_replay_s_words_are_read_in_the_original_s_folder(made: Machine, bucket: Bucket) -> None:
    key = RecordingFolder("original").wish
    bucket.put_facts(key, AdmittedWish(text="a dragon"))
    assert words_of(made.deployed.bucket, execution(**HEARD, wish={"key": key})) == Words("a dragon")


def test_deleted_words_are_forgotten_and_words_that_never_existed_are_not(made: Machine) -> None:
    delivered = execution(**HEARD, outcome="delivered", forgotten={"deleted": 6})
    assert with_words(made.deployed, [delivered], words=True) == [(delivered, Words(absent="forgotten"))]
    silent = execution(outcome="nothing_heard")
    assert with_words(made.deployed, [silent], words=True) == [(silent, Words())]


def test_words_are_not_read_unless_requested(made: Machine, bucket: Bucket) -> None:
    one = execution(**HEARD)
    bucket.put_facts(one.folder.wish, AdmittedWish(text="a dragon"))
    assert with_words(made.deployed, [one], words=False) == [(one, Words())]


def test_a_failed_execution_has_its_failed_state_and_its_last_document_from_its_history(
    made: Machine, bucket: Bucket
) -> None:
    name = made.run(outcome="failed", **HEARD)
    bucket.put_facts(RecordingFolder(name).transcript, Transcript(text="a dragon", engine="whisper"))
    found = replace(execution("FAILED", "ProviderUnavailable"), arn=made.arn(name), recording_id=name)
    ((complete, words),) = with_words(made.deployed, [found], words=True)
    assert complete.document.transcription
    assert (complete.failed_state, complete.document.transcription.engine) == ("HowLong", "whisper")
    assert words == Words("a dragon")
