"""An empty stage of the real local AWS."""

import json
import uuid

import pytest

from infra.local_aws import LocalAws
from infra.local_stack import session
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client


@pytest.fixture
def deployed(aws: LocalAws, bucket: Bucket) -> Stage:
    """An empty stage of one's own; its machine waits a moment and is content."""
    name = f"unit-{uuid.uuid4().hex}"
    texts = {"session_id": "S", "device_id": "S", "connected_ms": "N"}
    by_device = [
        {"AttributeName": "device_id", "KeyType": "HASH"},
        {"AttributeName": "connected_ms", "KeyType": "RANGE"},
    ]
    client("dynamodb").create_table(
        TableName=f"{name}-sessions",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key, kind in texts.items()],
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {"IndexName": "by-device", "KeySchema": by_device, "Projection": {"ProjectionType": "KEYS_ONLY"}}
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    client("dynamodb").create_table(
        TableName=f"{name}-spending",
        AttributeDefinitions=[{"AttributeName": "counter", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "counter", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    role = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    waits = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "SecondsPath": "$.seconds", "End": True}}}
    machine = client("stepfunctions").create_state_machine(name=name, definition=json.dumps(waits), roleArn=role)
    return Stage(
        "unit",
        session(aws),
        aws.endpoint,
        bucket_name=bucket.name,
        table_name=f"{name}-sessions",
        spending_table_name=f"{name}-spending",
        state_machine_arn=machine["stateMachineArn"],
        api_endpoint=None,
    )
