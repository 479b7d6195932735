"""Fixtures of every tier: one local AWS per run (per process of a parallel run), and empty buckets and tables in it."""

import io
import logging
import signal
import sys
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from infra.deploy import deploy
from infra.local_aws import LocalAws, local_aws
from infra.local_stack import Stack, session
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.aws.registry import Registry
from tests.connections import Connections, connections_api

hypothesis_settings.register_profile(
    "stikadoo", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
hypothesis_settings.load_profile("stikadoo")  # no time limit per example: a busy machine is no fault


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c_is_handled() -> None:
    """A process in a shell's background ignores SIGINT, and so would every command that a test starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    """A local S3, DynamoDB, … with AWS's wire format and IAM enforced; clients created from now on use it."""
    with local_aws(enforces_iam=True) as running, pytest.MonkeyPatch.context() as environ:
        for name, value in running.environ.items():
            environ.setenv(name, value)
        client.cache_clear()
        yield running
        client.cache_clear()


@pytest.fixture
def bucket(aws: LocalAws) -> Bucket:
    """An empty bucket."""
    name = f"unit-{uuid.uuid4().hex}"
    client("s3").create_bucket(Bucket=name)
    return Bucket(name, client("s3"))


@pytest.fixture
def registry(aws: LocalAws) -> Registry:
    """An empty sessions table."""
    name = f"unit-{uuid.uuid4().hex}"
    client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[
            {"AttributeName": "session_id", "AttributeType": "S"},
            {"AttributeName": "device_id", "AttributeType": "S"},
            {"AttributeName": "connected_ms", "AttributeType": "N"},
        ],
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-device",
                "KeySchema": [
                    {"AttributeName": "device_id", "KeyType": "HASH"},
                    {"AttributeName": "connected_ms", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return Registry(name, client("dynamodb"))


@pytest.fixture
def devices(aws: LocalAws) -> DeviceRegistry:
    """An empty devices table."""
    name = f"unit-{uuid.uuid4().hex}"
    client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "device_id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "device_id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return DeviceRegistry(name, client("dynamodb"))


@pytest.fixture
def connections(aws: LocalAws) -> Iterator[Connections]:
    """A double of the @connections API, with its devices."""
    with connections_api() as running:
        yield running


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What routes and workers log; their logger would write to the standard output of its import."""
    (handler,) = (one for one in logging.getLogger("stikadoo").handlers if isinstance(one, logging.StreamHandler))
    output = io.StringIO()
    before = handler.setStream(output)
    yield output
    handler.setStream(before or sys.stdout)


@pytest.fixture(scope="session")
def stack(aws: LocalAws) -> Stack:
    """The whole system, deployed to the local AWS once per run."""
    return Stack(aws, deploy("local", session(aws), endpoint=aws.endpoint))
