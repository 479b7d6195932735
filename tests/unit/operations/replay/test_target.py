"""A replay's sticker goes where the device is now, to another, or to a folder."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local_aws import LocalAws
from infra.local_stack import session
from operations.replay.target import receiver
from operations.stage import Stage
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.execution import Printer
from stikadoo.session import Session, State, session_id_of
from tests.documents import DEVICE

OTHER = "b4:3a:45:9b:94:75"


@pytest.fixture
def deployed(aws: LocalAws) -> Stage:
    name = f"unit-{uuid.uuid4().hex}"
    texts = {"session_id": "S", "device_id": "S", "connected_ms": "N"}
    by_device = [
        {"AttributeName": "device_id", "KeyType": "HASH"},
        {"AttributeName": "connected_ms", "KeyType": "RANGE"},
    ]
    client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key, kind in texts.items()],
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {"IndexName": "by-device", "KeySchema": by_device, "Projection": {"ProjectionType": "KEYS_ONLY"}}
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return Stage(
        "unit",
        session(aws),
        aws.endpoint,
        bucket="",
        table=name,
        spending_table="",
        state_machine_arn="",
        api_endpoint="https://api.example.com/dev",
    )


@pytest.fixture
def connect(deployed: Stage) -> Callable[..., str]:
    def connected(device_id: str, connected_ms: int, state: State = State.READY, printer: str = "stikadoo") -> str:
        connection = uuid.uuid4().hex
        Registry(deployed.table).open(
            Session(
                session_id=session_id_of(connection),
                connection_id=connection,
                device_id=device_id,
                state=state,
                connected_ms=connected_ms,
                expires_at=4_000_000_000,
                language="zh-CN",
                printer=Printer(model=printer),
            )
        )
        return connection

    return connected


def test_the_newest_open_session_is_the_device(deployed: Stage, connect: Callable[..., str]) -> None:
    connect(DEVICE.device_id, 1)
    newest = connect(DEVICE.device_id, 2)
    connect(DEVICE.device_id, 3, State.CLOSED)
    connect(DEVICE.device_id, 4, State.CONNECTED)
    connect(OTHER, 5)
    found = receiver(deployed, DEVICE, None)
    assert (found.device.connection_id, found.device.session_id) == (newest, session_id_of(newest))
    assert (found.device.endpoint, found.device.language) == ("https://api.example.com/dev", "zh-CN")
    assert found.is_connected


def test_of_a_device_that_has_gone_its_printer_is_known_and_nobody_told(deployed: Stage) -> None:
    found = receiver(deployed, DEVICE, None)
    assert found.device == DEVICE.model_copy(update={"connection_id": ""})
    assert "is not connected, its sticker will be kept" in str(found)


def test_another_device_is_found_however_it_is_spelt(deployed: Stage, connect: Callable[..., str]) -> None:
    connection = connect(OTHER, 1, printer="zpl-4x6")
    found = receiver(deployed, DEVICE, OTHER.upper()).device
    assert (found.device_id, found.connection_id, found.printer.language) == (OTHER, connection, "zpl")


def test_another_device_that_is_not_connected_is_refused(deployed: Stage) -> None:
    with pytest.raises(ValueError, match="is not connected to unit: nobody knows its printer"):
        receiver(deployed, DEVICE, OTHER)


@pytest.mark.parametrize("to", ["{}", "{}/new", "./new"])
def test_a_folder_is_one_that_is_there_or_has_a_slash(
    to: str, deployed: Stage, connect: Callable[..., str], tmp_path: Path
) -> None:
    connect(DEVICE.device_id, 1)
    found = receiver(deployed, DEVICE, to.format(tmp_path))
    assert (found.folder, found.is_connected) == (Path(to.format(tmp_path)), False)
