"""What every tier shares: one local AWS a run, and a bucket in it."""

import uuid
from collections.abc import Iterator

import pytest

from infra.local_aws import LocalAws, local_aws
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAws]:
    """A real S3, DynamoDB, … speaking AWS's wire format; clients made from now on reach it."""
    with local_aws() as running, pytest.MonkeyPatch.context() as environ:
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
    return Bucket(name)
