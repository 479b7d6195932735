"""Executions are started once, described, listed and read, in the real local Step Functions."""

import json
from collections.abc import Iterator

import pytest

from infra.local_aws import LocalAws
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.machine import Machine, NoSuchExecution
from stikadoo.execution import Engines, ExecutionDocument
from tests.documents import DEVICE
from tests.eventually import eventually
from tests.unit.operations.machine import machine as machine_of


@pytest.fixture
def machine(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine_of(aws, bucket.name) as running:
        yield running.deployed.machine


def test_a_recording_is_started_once_and_its_input_names_no_engines(machine: Machine) -> None:
    document = ExecutionDocument(recording_id="r1", device=DEVICE, engines=Engines(imagine="bedrock"))
    assert (machine.start(document), machine.start(document)) == (True, False)
    begun = json.loads(machine.describe(machine.execution_arn("r1"))["input"])
    assert (begun["recording_id"], "engines" in begun) == ("r1", False)


def test_an_unknown_execution_is_named(machine: Machine) -> None:
    with pytest.raises(NoSuchExecution, match="nothing: Step Functions deletes executions 90 days after they end"):
        machine.describe(machine.execution_arn("nothing"))


def test_executions_are_listed_by_status_and_their_events_start_with_the_input(machine: Machine) -> None:
    arn = machine.start_input("r2", json.dumps({"wait": 0, "outcome": "delivered"}))
    eventually(lambda: machine.describe(arn)["status"] == "SUCCEEDED")
    assert [one["executionArn"] for page in machine.pages() for one in page] == [arn]
    assert [one for page in machine.pages("FAILED") for one in page] == []
    assert machine.events(arn)[0]["type"] == "ExecutionStarted"
