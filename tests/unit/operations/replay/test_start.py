"""A replay is started as the routes start executions, and linked to the first recording."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from infra.local_aws import LocalAws
from operations.executions.document import Document
from operations.executions.execution import Execution, StillRunning, await_end
from operations.replay.entry_points import ENTRY_POINTS, IMAGINE, TRANSCRIBE, EntryPoint, entry_point_for
from operations.replay.links import links
from operations.replay.plan import Plan, Wanted, engines_from
from operations.replay.start import start
from operations.replay.target import Target
from stikadoo.aws.bucket import Bucket
from tests.documents import DEVICE
from tests.unit.operations.machine import Machine, machine


def planned(**engines: str) -> Plan:
    original = Execution("arn", "r1", "FAILED", datetime.now(UTC), datetime.now(UTC))
    said = {"recording_id": "r1-r2", "replay_of": "r1", "seed": 3, "wait": 0, "outcome": "delivered"}
    return Plan(original, IMAGINE, "", Document.of(said), Target(DEVICE), engines)


def test_a_replay_starts_the_alias_that_the_routes_start(made: Machine, aws: LocalAws, bucket: Bucket) -> None:
    """A gradual release moves the alias; here another machine stands for it."""
    with machine(aws, bucket.name) as released:
        arn = start(replace(made.deployed, alias_arn=released.deployed.state_machine_arn), planned())
        assert arn == released.arn("r1-r2")
        assert json.loads(released.states.describe_execution(executionArn=arn)["input"])["replay_of"] == "r1"


def test_a_replay_is_linked_from_the_first_recording(made: Machine) -> None:
    start(made.deployed, planned(imagine="openmoji"))
    (link,) = links(made.deployed.bucket, "r1")
    assert (link.replay, link.again, link.begins, link.seed, link.to) == ("r1-r2", "r1", "Imagine", 3, DEVICE.device_id)
    assert link.engines == {"imagine": "openmoji"}
    assert links(made.deployed.bucket, "r1-r2") == []


def test_waiting_for_an_end_is_bounded(made: Machine) -> None:
    name = made.begin(wait=60)
    with pytest.raises(StillRunning, match="still running after 0 s"):
        await_end(made.deployed.machine, made.arn(name), within=0)
    made.stop(name)


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ([], {}),
        (["imagine=openmoji"], {"imagine": "openmoji"}),
        (
            ["imagine=dashscope,openmoji", "transcribe=whisper"],
            {"imagine": "dashscope,openmoji", "transcribe": "whisper"},
        ),
    ],
)
def test_engines_are_chosen_by_kind(said: list[str], chosen: dict[str, str]) -> None:
    assert engines_from(said) == chosen


@pytest.mark.parametrize("said", ["openmoji", "imagine=", "paint=openmoji", "imagine=a,", "imagine"])
def test_an_invalid_choice_of_engines_is_an_error(said: str) -> None:
    with pytest.raises(ValueError, match="say transcribe=NAME or imagine=NAME"):
        engines_from([said])


@pytest.mark.parametrize(
    ("wanted", "latest"),
    [
        (Wanted(), ENTRY_POINTS[-1]),
        (Wanted(seed=0), IMAGINE),
        (Wanted(engines={"imagine": "a"}), IMAGINE),
        (Wanted(engines={"imagine": "a", "transcribe": "b"}, seed=1), TRANSCRIBE),
    ],
)
def test_an_option_limits_the_last_entry_point(wanted: Wanted, latest: EntryPoint) -> None:
    assert wanted.latest is latest


@pytest.mark.parametrize(
    ("state", "begins"),
    [("Transcode", "Transcode"), ("Moderate", "Announce"), ("CheckPicture", "Imagine"), ("Forget", None)],
)
def test_every_state_is_reached_from_an_entry_point_before_it(state: str, begins: str | None) -> None:
    found = entry_point_for(state)
    assert (found.state if found else None) == begins
