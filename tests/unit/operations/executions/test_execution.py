"""Which executions are found, in which order, against the real local Step Functions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from infra.local_aws import LocalAws
from operations.executions.execution import Execution
from operations.executions.history import BROKEN
from operations.executions.listing import executions, find, listed, moment
from stikadoo.aws.bucket import Bucket
from tests.unit.operations.machine import Machine, machine

EVER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def made(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine(aws, bucket.name) as running:
        yield running


def names(machine: Machine, **chosen: object) -> list[str]:
    return [one.recording_id for one in executions(machine.deployed, **{"since": EVER, **chosen})]  # type: ignore[arg-type]


def test_the_latest_begun_comes_first_even_if_it_still_runs(made: Machine) -> None:
    running = made.begin(wait=60)
    ended = [made.run() for _ in range(9)]
    assert names(made) == [*reversed(ended), running]
    assert [one.recording_id for one in listed(made.deployed, since=EVER)] == names(made)
    made.stop(running)


def test_only_what_began_since_then_is_found_even_if_another_ended_since(made: Machine) -> None:
    before = made.begin(wait=2)
    began = made.states.describe_execution(executionArn=made.arn(before))["startDate"]
    after = made.run()
    assert names(made, since=began + timedelta(milliseconds=1)) == [after]
    made.stop(before)
    assert names(made, since=began + timedelta(milliseconds=1)) == [after]


def test_a_device_s_alone_are_found_however_it_is_spelt(made: Machine) -> None:
    mine, _ = made.run("b43a459b9474"), made.run("020000000002")
    assert names(made, device_id="B4:3A:45:9B:94:74") == [mine]


def test_failed_stopped_and_good_ends_are_told_apart(made: Machine) -> None:
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


def test_an_outcome_that_there_is_not_is_told_with_those_that_there_are(made: Machine) -> None:
    with pytest.raises(ValueError, match=r"no outcome is called deliverd; there are: delivered, undelivered, .*failed"):
        names(made, outcome="deliverd")


def test_what_has_ended_is_remembered_and_what_runs_is_not(made: Machine) -> None:
    ended, running = made.run(), made.begin(wait=60)
    known: dict[str, Execution] = {}
    names(made, known=known)
    assert [one.recording_id for one in known.values()] == [ended]
    made.stop(running)
    names(made, known=known)
    assert {one.recording_id for one in known.values()} == {ended, running}


def test_latest_is_what_began_last_not_what_ended_last(made: Machine) -> None:
    first = made.begin(wait=60)
    last = made.begin(wait=60)
    made.stop(first)
    assert find(made.deployed, "latest").recording_id == last
    made.stop(last)


def test_one_that_there_is_not_is_told(made: Machine) -> None:
    with pytest.raises(ValueError, match="unit has no execution yet"):
        find(made.deployed, "latest")
    with pytest.raises(ValueError, match="unit has no execution of nothing"):
        find(made.deployed, "nothing")


@pytest.mark.parametrize(("ago", "seconds"), [("90s", 90), ("30m", 1800), ("2h", 7200), ("1d", 86400)])
def test_a_moment_ago_is_told_by_its_unit(ago: str, seconds: int) -> None:
    age = timedelta(seconds=seconds)
    before = datetime.now(UTC)
    assert before - age <= moment(ago) <= datetime.now(UTC) - age


@pytest.mark.parametrize("ago", ["", "h", "2", "2w", "-1h", "²h", "99999999999d", "1.5h"])
def test_anything_else_is_told_how_to_say_it(ago: str) -> None:
    with pytest.raises(ValueError, match="say 30m, 2h or 1d"):
        moment(ago)
