"""A stage of the real local AWS, with a bucket, a sessions table and a state machine of its own."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from infra.local_aws import LocalAws
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.execution import Printer
from stikadoo.session import Session, session_id_of
from tests.unit.operations.machine import Machine, machine


@pytest.fixture
def sessions_table(aws: LocalAws) -> str:
    """Empty, with the index by-device."""
    name = f"unit-{uuid.uuid4().hex}"
    types = {"session_id": "S", "device_id": "S", "connected_ms": "N"}
    by_device = [
        {"AttributeName": "device_id", "KeyType": "HASH"},
        {"AttributeName": "connected_ms", "KeyType": "RANGE"},
    ]
    client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key, kind in types.items()],
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {"IndexName": "by-device", "KeySchema": by_device, "Projection": {"ProjectionType": "KEYS_ONLY"}}
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


@pytest.fixture
def made(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine(aws, bucket.name) as running:
        yield running


@pytest.fixture
def deployed(made: Machine, sessions_table: str) -> Stage:
    """Nobody is connected to it."""
    return replace(made.deployed, table_name=sessions_table, api_endpoint="https://api.example.com/dev")


@pytest.fixture
def connect(deployed: Stage) -> Callable[..., str]:
    def connected(device_id: str, connected_ms: int, *, says_hello: bool = True, printer: str = "stikadoo") -> str:
        connection = uuid.uuid4().hex
        deployed.registry.open(
            Session(
                session_id=session_id_of(connection),
                connection_id=connection,
                device_id=device_id,
                connected_ms=connected_ms,
                greeted_ms=connected_ms if says_hello else None,
                expires_at=4_000_000_000,
                language="zh-CN",
                printer=Printer(model=printer),
            )
        )
        return connection

    return connected
