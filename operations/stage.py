"""A stage's name becomes where it stores what it has, and the clients that look there: for operators' commands."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from infra.cloudformation import exists, outputs
from infra.release import pipeline_stack, routes_stack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_stepfunctions import SFNClient


@dataclass(frozen=True)
class Stage:
    """Where a stage stores what it has of devices, and who looks."""

    name: str
    session: boto3.Session
    endpoint: str | None
    "Of a local AWS."
    bucket: str
    table: str
    spending_table: str
    state_machine_arn: str
    api_endpoint: str | None
    "Where connections are closed; None for a stage whose API is chalice's."
    alias_arn: str | None = None
    "What the routes start, where there is more than the machine itself."

    @cached_property
    def s3(self) -> "S3Client":
        return self.session.client("s3", endpoint_url=self.endpoint)

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        return self.session.client("dynamodb", endpoint_url=self.endpoint)

    @cached_property
    def logs(self) -> "CloudWatchLogsClient":
        return self.session.client("logs", endpoint_url=self.endpoint)

    @cached_property
    def states(self) -> "SFNClient":
        """Slows down when told to: an operator may ask for more histories at once than a quota grants."""
        patient = Config(retries={"mode": "adaptive", "total_max_attempts": 10})
        return self.session.client("stepfunctions", endpoint_url=self.endpoint, config=patient)


def find_stage(stage: str, session: boto3.Session, endpoint: str | None) -> Stage:
    """Raises ValueError if there is no such stage, ClientError."""
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    if not exists(cloudformation, pipeline_stack(stage)):
        raise ValueError(f"there is no stage {stage} in {session.region_name}")
    made = outputs(cloudformation, pipeline_stack(stage))
    has_routes = exists(cloudformation, routes_stack(stage))
    return Stage(
        stage,
        session,
        endpoint,
        bucket=made["Bucket"],
        table=made["Table"],
        spending_table=made["SpendingTable"],
        state_machine_arn=made["StateMachineArn"],
        alias_arn=made.get("StateMachineAliasArn"),
        api_endpoint=outputs(cloudformation, routes_stack(stage))["ApiEndpoint"] if has_routes else None,
    )
