"""What every tier shares: one local AWS a run, and a bucket in it."""

import io
import logging
import signal
import sys
import uuid
from collections.abc import Iterator

import pytest

from infra.deploy import deploy
from infra.local_aws import LocalAws, local_aws
from infra.local_stack import Stack, session
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from tests.connections import Connections, connections_api


@pytest.fixture(autouse=True, scope="session")
def _ctrl_c_is_heard() -> None:
    """A run in a shell's background ignores it, and so would every command that a test starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    """A real S3, DynamoDB, … speaking AWS's wire format, rights enforced; clients made from now on reach it."""
    with local_aws(enforces_iam=True) as running, pytest.MonkeyPatch.context() as environ:
        for name, value in running.environ.items():
            environ.setenv(name, value)
        client.cache_clear()
        yield running
        client.cache_clear()


@pytest.fixture
def bucket(aws: LocalAws) -> Bucket:
    """An empty bucket of one's own."""
    name = f"unit-{uuid.uuid4().hex}"
    client("s3").create_bucket(Bucket=name)
    return Bucket(name, client("s3"))


@pytest.fixture
def registry(aws: LocalAws) -> Registry:
    """An empty sessions table of one's own."""
    name = f"unit-{uuid.uuid4().hex}"
    client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "session_id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return Registry(name, client("dynamodb"))


@pytest.fixture
def connections(aws: LocalAws) -> Iterator[Connections]:
    """Devices at the other end of @connections."""
    with connections_api() as running:
        yield running


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What routes and workers log: their logger keeps the standard output of when it was imported."""
    (handler,) = (one for one in logging.getLogger("stikadoo").handlers if isinstance(one, logging.StreamHandler))
    printed = io.StringIO()
    before = handler.setStream(printed)
    yield printed
    handler.setStream(before or sys.stdout)


@pytest.fixture(scope="session")
def stack(aws: LocalAws) -> Stack:
    """The whole system, deployed once a run to the local AWS."""
    return Stack(aws, deploy("local", session(aws), endpoint=aws.endpoint))
