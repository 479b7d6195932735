"""A device is found by its id, its MAC in any notation and its key; a stage that knows nothing of it says so."""

import json

import pytest

from operations.devices import UnknownDevice, check_known, device_id, known_device
from operations.stage import Stage
from stikadoo.aws.clients import client
from stikadoo.keys import RecordingFolder, device_key
from stikadoo.session import Session, session_id_of

MAC = "b4:3a:45:9b:94:74"
OTHER = "lamp.7"
NAME = f"{device_key(OTHER)}-20261121-120001-8b039b94"


def execute(deployed: Stage, name: str, document: dict[str, object]) -> None:
    client("stepfunctions").start_execution(
        stateMachineArn=deployed.state_machine_arn, name=name, input=json.dumps({"seconds": 0, **document})
    )


@pytest.mark.parametrize(
    "notation",
    ["b43a459b9474", "B43A459B9474", "B4:3A:45:9B:94:74", "b4-3a-45-9b-94-74", "b43a.459b.9474", "b4 3a 45 9b 94 74"],
)
def test_every_notation_of_a_mac_is_the_same_device(deployed: Stage, notation: str) -> None:
    assert device_id(deployed, notation) == MAC


@pytest.mark.parametrize("name", ["lamp.7", "a:b", "b43a459b947", "x123", "b43a459b94740"])
def test_any_other_id_is_taken_as_it_is(deployed: Stage, name: str) -> None:
    assert device_id(deployed, name) == name


def test_the_key_of_an_id_that_is_no_mac_is_looked_up_among_the_executions(deployed: Stage) -> None:
    with pytest.raises(UnknownDevice, match=device_key(OTHER)):
        device_id(deployed, device_key(OTHER))
    execute(deployed, NAME, {"device": {"device_id": OTHER}})
    assert device_id(deployed, device_key(OTHER)) == OTHER


def test_a_stage_that_knows_nothing_of_a_device_says_so(deployed: Stage) -> None:
    with pytest.raises(UnknownDevice, match=f"unit knows no device {MAC}: `stikadoo executions` lists"):
        known_device(deployed, "b43a459b9474")
    assert known_device(deployed, None) is None


def test_a_session_an_object_or_an_execution_makes_a_device_known(deployed: Stage) -> None:
    deployed.registry.open(
        Session(session_id=session_id_of("c"), connection_id="c", device_id="one", connected_ms=1, expires_at=4e9)
    )
    deployed.bucket.put(RecordingFolder(f"{device_key('two')}-20261121-120001-8b039b94").sticker_png, b"x")
    execute(deployed, f"{device_key('three')}-20261121-120001-8b039b94", {})
    for device in ("one", "two", "three"):
        check_known(deployed, device)
