"""A stage of the real local AWS, with a bucket, a sessions table and a state machine of its own."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from infra.local_aws import LocalAws
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.execution import Printer
from stikadoo.session import Session, session_id_of
from tests.unit.operations.machine import Machine, machine


@pytest.fixture
def made(aws: LocalAws, bucket: Bucket) -> Iterator[Machine]:
    with machine(aws, bucket.name) as running:
        yield running


@pytest.fixture
def deployed(made: Machine, registry: Registry) -> Stage:
    """Nobody is connected to it."""
    return replace(made.deployed, table_name=registry.table, api_endpoint="https://api.example.com/dev")


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
