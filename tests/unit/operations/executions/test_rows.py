"""A row says what is stored, and why not what is not, against the real local S3."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local_aws import LocalAws
from operations.executions.execution import Execution
from operations.executions.rows import ending, engines, row, words_of
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import AdmittedWish, Transcript
from stikadoo.keys import RecordingFolder
from tests.unit.operations.machine import Machine, machine

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HEARD = {"transcription": {"status": "ready", "engine": "whisper"}}
DREW = {"picture": {"status": "ready", "engine": "openmoji"}}


@pytest.fixture
def made(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine(aws, bucket.name) as running:
        yield running


def execution(status: str = "SUCCEEDED", error: str = "", **document: Any) -> Execution:
    return Execution("arn", "b43a459b9474-1", status, NOON, NOON + timedelta(seconds=3), document, error)


def test_the_wish_is_told_before_the_transcript_it_came_from(made: Machine, bucket: Bucket) -> None:
    one = execution(**HEARD)
    assert words_of(made.deployed, one) == ("", "forgotten")
    bucket.put_facts(one.folder.transcript, Transcript(text="um, a dragon", engine="whisper"))
    assert words_of(made.deployed, one) == ("um, a dragon", "")
    bucket.put_facts(one.folder.wish, AdmittedWish(text="a dragon"))
    assert words_of(made.deployed, one) == ("a dragon", "")


def test_a_replay_s_words_are_read_where_they_were_heard(made: Machine, bucket: Bucket) -> None:
    key = RecordingFolder("original").wish
    bucket.put_facts(key, AdmittedWish(text="a dragon"))
    assert words_of(made.deployed, execution(**HEARD, wish={"key": key})) == ("a dragon", "")


def test_words_that_are_gone_are_forgotten_and_words_that_never_were_are_not(made: Machine) -> None:
    told = row(made.deployed, execution(**HEARD, outcome="delivered", forgotten={"deleted": 6}), words=True)
    assert (told.wish, told.absent, told.ending) == ("", "forgotten", "delivered")
    silent = row(made.deployed, execution(outcome="nothing_heard"), words=True)
    assert (silent.wish, silent.absent) == ("", "")


def test_who_wants_no_words_gets_none(made: Machine, bucket: Bucket) -> None:
    one = execution(**HEARD)
    bucket.put_facts(one.folder.wish, AdmittedWish(text="a dragon"))
    told = row(made.deployed, one, words=False)
    assert (told.wish, told.absent) == ("", "")


def test_a_broken_one_is_told_with_the_state_and_what_its_history_knows(made: Machine, bucket: Bucket) -> None:
    name = made.run(outcome="failed", **HEARD)
    bucket.put_facts(RecordingFolder(name).transcript, Transcript(text="a dragon", engine="whisper"))
    found = replace(execution("FAILED", "ProviderUnavailable"), arn=made.arn(name), recording_id=name)
    told = row(made.deployed, found, words=True)
    assert (told.ending, told.engines, told.wish) == ("ProviderUnavailable@HowLong", "whisper", "a dragon")


def test_who_answered_is_named_and_who_stayed_away() -> None:
    assert engines(execution(**HEARD, **DREW)) == "whisper, openmoji"
    assert engines(execution(**HEARD, **DREW, fallback={"engine": "dashscope"})) == (
        "whisper, openmoji (dashscope stayed away)"
    )
    assert engines(execution(picture={"status": "working", "engine": "dashscope"})) == ""


def test_an_ending_is_an_outcome_an_error_at_a_state_or_none_yet() -> None:
    assert ending(execution(outcome="undelivered"), "") == "undelivered"
    assert ending(execution("FAILED", "UnknownProvider"), "Imagine") == "UnknownProvider@Imagine"
    assert ending(execution("ABORTED"), "") == "ABORTED"
    assert ending(execution("RUNNING"), "") == "running"
