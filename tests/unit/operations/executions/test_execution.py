"""Which executions are found, in which order, against the real local Step Functions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from infra.local_aws import LocalAws
from operations.executions.execution import Execution
from operations.executions.history import BROKEN
from operations.executions.listing import executions, find, listed
from stikadoo.aws.bucket import Bucket
from tests.unit.operations.machine import Machine, machine

EVER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def made(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine(aws, bucket.name) as running:
        yield running


def names(machine: Machine, **chosen: object) -> list[str]:
    return [one.recording_id for one in executions(machine.deployed, **{"since": EVER, **chosen})]  # type: ignore[arg-type]


def test_the_last_started_comes_first_even_if_an_earlier_one_still_runs(made: Machine) -> None:
    running = made.begin(wait=60)
    ended = [made.run() for _ in range(9)]
    assert names(made) == [*reversed(ended), running]
    assert [one.recording_id for one in listed(made.deployed, since=EVER)] == names(made)
    made.stop(running)


def test_only_executions_started_since_then_are_listed_even_if_another_ended_since(made: Machine) -> None:
    before = made.begin(wait=2)
    began = made.states.describe_execution(executionArn=made.arn(before))["startDate"]
    after = made.run()
    assert names(made, since=began + timedelta(milliseconds=1)) == [after]
    made.stop(before)
    assert names(made, since=began + timedelta(milliseconds=1)) == [after]


def test_only_one_device_s_executions_are_listed_in_any_spelling_of_its_id(made: Machine) -> None:
    mine, _ = made.run("b43a459b9474"), made.run("020000000002")
    assert names(made, device_id="B4:3A:45:9B:94:74") == [mine]


def test_failed_stopped_and_good_ends_are_distinguished(made: Machine) -> None:
    good, failed, heard, stopped = (
        made.run(),
        made.run(outcome="failed"),
        made.run(outcome="nothing_heard"),
        made.begin(wait=60),
    )
    made.stop(stopped)
    assert names(made, broken=True) == names(made, outcome="failed") == [stopped, failed]
    assert names(made, outcome="delivered") == [good]
    assert names(made, outcome="nothing_heard") == [heard]
    assert [one.recording_id for one in listed(made.deployed, since=EVER, statuses=BROKEN)] == [stopped, failed]


def test_an_unknown_outcome_is_an_error_that_lists_the_known_ones(made: Machine) -> None:
    with pytest.raises(ValueError, match=r"no outcome is called deliverd; there are: delivered, undelivered, .*failed"):
        names(made, outcome="deliverd")


def test_ended_executions_are_cached_and_running_ones_are_not(made: Machine) -> None:
    ended, running = made.run(), made.begin(wait=60)
    known: dict[str, Execution] = {}
    names(made, known=known)
    assert [one.recording_id for one in known.values()] == [ended]
    made.stop(running)
    names(made, known=known)
    assert {one.recording_id for one in known.values()} == {ended, running}


def test_latest_is_the_last_started_not_the_last_ended(made: Machine) -> None:
    first = made.begin(wait=60)
    last = made.begin(wait=60)
    made.stop(first)
    assert find(made.deployed, "latest").recording_id == last
    made.stop(last)


def test_an_unknown_execution_is_an_error(made: Machine) -> None:
    with pytest.raises(ValueError, match="unit has no execution yet"):
        find(made.deployed, "latest")
    with pytest.raises(ValueError, match="unit has no execution of nothing"):
        find(made.deployed, "nothing")


def test_a_unique_beginning_or_end_of_an_id_is_enough(made: Machine) -> None:
    first, last = made.run("b43a459b9474"), made.run("b43a459b9474")
    assert find(made.deployed, first[-6:]).recording_id == first
    assert find(made.deployed, last[:-4]).recording_id == last
    with pytest.raises(ValueError, match=f"b43a459b9474 stands for 2 executions: {last}, {first}$"):
        find(made.deployed, "b43a459b9474")


def test_executions_are_listed_until_a_time(made: Machine) -> None:
    first = made.run()
    until = find(made.deployed, first).started + timedelta(microseconds=1)
    last = made.run()
    assert names(made) == [last, first]
    assert [one.recording_id for one in executions(made.deployed, since=EVER, until=until)] == [first]
