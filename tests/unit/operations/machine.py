"""A state machine of the real local Step Functions that waits and ends as its input says."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from infra.local_aws import LocalAws
from infra.local_stack import session
from operations.stage import Stage
from tests.eventually import eventually

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

DEFINITION = {
    "QueryLanguage": "JSONata",
    "StartAt": "HowLong",
    "States": {
        "HowLong": {"Type": "Wait", "Seconds": "{% $states.input.wait %}", "Next": "HowDidItEnd"},
        "HowDidItEnd": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $states.input.outcome = 'failed' %}", "Next": "StickerFailed"}],
            "Default": "StickerDelivered",
        },
        "StickerFailed": {"Type": "Fail", "Error": "ProviderUnavailable", "Cause": "dashscope: 503"},
        "StickerDelivered": {"Type": "Succeed"},
    },
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


@dataclass
class Machine:
    """Its executions are named as recordings are."""

    deployed: Stage
    states: "SFNClient"
    begun: int = field(default=0)

    def begin(self, device_key: str = "020000000002", *, wait: int = 0, **document: Any) -> str:
        self.begun += 1
        name = f"{device_key}-20261121-1200{self.begun:02d}-{uuid.uuid4().hex[:8]}"
        self.states.start_execution(
            stateMachineArn=self.deployed.state_machine_arn,
            name=name,
            input=json.dumps({"recording_id": name, "wait": wait, "outcome": "delivered", **document}),
        )
        return name

    def arn(self, name: str) -> str:
        return self.deployed.machine.execution_arn(name)

    def run(self, device_key: str = "020000000002", **document: Any) -> str:
        """One that has ended."""
        name = self.begin(device_key, **document)
        eventually(lambda: self.has_ended(name))
        return name

    def has_ended(self, name: str) -> bool:
        return self.states.describe_execution(executionArn=self.arn(name))["status"] != "RUNNING"

    def stop(self, name: str) -> None:
        self.states.stop_execution(executionArn=self.arn(name))


@contextmanager
def machine(aws: LocalAws, bucket: str) -> Iterator[Machine]:
    states = session(aws).client("stepfunctions", endpoint_url=aws.endpoint)
    iam = session(aws).client("iam", endpoint_url=aws.endpoint)
    name = f"unit-{uuid.uuid4().hex}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    arn = states.create_state_machine(
        name=name,
        definition=json.dumps(DEFINITION),
        roleArn=role,
    )["stateMachineArn"]
    yield Machine(
        Stage(
            "unit",
            session(aws),
            aws.endpoint,
            bucket_name=bucket,
            table_name="",
            spending_table_name="",
            state_machine_arn=arn,
            alias_arn=None,
            api_endpoint=None,
        ),
        states,
    )
    states.delete_state_machine(stateMachineArn=arn)
    iam.delete_role(RoleName=name)
