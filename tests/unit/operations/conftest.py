"""An empty stage of the real local AWS."""

import json
import uuid

import pytest

from infra.local_aws import LocalAws
from infra.local_stack import session
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.aws.registry import Registry


@pytest.fixture
def deployed(aws: LocalAws, bucket: Bucket, registry: Registry, devices: DeviceRegistry) -> Stage:
    """An empty stage of one's own; its machine waits a moment and is content."""
    name = f"unit-{uuid.uuid4().hex}"
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
        table_name=registry.table,
        spending_table_name=f"{name}-spending",
        state_machine_arn=machine["stateMachineArn"],
        api_endpoint=None,
        devices_table_name=devices.table,
    )
