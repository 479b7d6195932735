"""Each end is reported exactly once, against the real local Step Functions."""

from collections.abc import Iterator

import pytest

from infra.local_aws import LocalAws
from operations.executions.following import Following
from stikadoo.aws.bucket import Bucket
from tests.eventually import eventually
from tests.unit.operations.machine import Machine, machine


@pytest.fixture
def made(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine(aws, bucket.name) as running:
        yield running


def look(following: Following) -> tuple[list[str], list[str]]:
    began, ended = following.look()
    return [one.recording_id for one in began], [one.recording_id for one in ended]


def test_an_earlier_end_is_not_reported(made: Machine) -> None:
    made.run()
    assert look(Following(made.deployed)) == ([], [])


def test_an_execution_that_starts_and_ends_between_two_polls_is_reported_once(made: Machine) -> None:
    following = Following(made.deployed)
    good, failed = made.run(), made.run(outcome="failed")
    assert look(following) == ([good, failed], [good, failed])
    assert look(following) == ([], [])


def test_an_execution_that_already_runs_is_reported_when_it_ends(made: Machine) -> None:
    running = made.begin(wait=60)
    following = Following(made.deployed)
    assert look(following) == ([], [])
    made.stop(running)
    assert look(following) == ([], [running])
    assert look(following) == ([], [])


def test_a_start_is_reported_before_the_end(made: Machine) -> None:
    following = Following(made.deployed)
    name = made.begin(wait=1)
    assert look(following) == ([name], [])
    assert eventually(lambda: look(following)[1]) == [name]
    assert look(following) == ([], [])


def test_every_end_of_a_burst_is_reported_once(made: Machine) -> None:
    following = Following(made.deployed)
    names = [made.begin() for _ in range(30)]
    told: list[str] = []
    eventually(lambda: told.extend(look(following)[1]) or len(told) >= len(names))
    assert sorted(told) == sorted(names)


def test_other_devices_are_not_reported(made: Machine) -> None:
    following = Following(made.deployed, "b4:3a:45:9b:94:74")
    made.run("020000000002")
    mine = made.run("b43a459b9474")
    assert look(following) == ([mine], [mine])
