"""A deployed stage: its resources by name, from its stacks' outputs, and the objects that access them."""

from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config

from infra.cloudformation import exists, outputs
from infra.release import pipeline_stack, routes_stack
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.aws.identity import caller_arn
from stikadoo.aws.log_groups import LogGroups
from stikadoo.aws.machine import Machine
from stikadoo.aws.postbox import Postbox
from stikadoo.aws.registry import Registry
from stikadoo.aws.spending import SpendingTable

_SLOWS_DOWN = Config(retries={"mode": "adaptive", "total_max_attempts": 10})
"For Step Functions: a command may need more histories at once than the account's quota allows."


@dataclass(frozen=True)
class Stage:
    """Clients are made on first use, from the operator's own session."""

    name: str
    session: boto3.Session
    endpoint: str | None
    "Of a local AWS."
    bucket_name: str
    table_name: str
    spending_table_name: str
    state_machine_arn: str
    api_endpoint: str | None
    "The @connections endpoint; None for a stage whose API is deployed by chalice alone."
    alias_arn: str | None = None
    "What the routes start, where the state machine has an alias."
    devices_table_name: str = ""
    "Empty for a stage that was deployed before there was a registry of devices."
    ota_url: str = ""
    "Of its provisioning API."
    _clients: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    @cached_property
    def bucket(self) -> Bucket:
        return Bucket(self.bucket_name, self._client("s3"))

    @cached_property
    def registry(self) -> Registry:
        return Registry(self.table_name, self._client("dynamodb"))

    @cached_property
    def devices(self) -> DeviceRegistry:
        """Raises ValueError if the stage has none."""
        if not self.devices_table_name:
            raise ValueError(f"{self.name} has no registry of devices yet: run `stikadoo deploy --stage {self.name}`")
        return DeviceRegistry(self.devices_table_name, self._client("dynamodb"))

    @cached_property
    def ssm(self) -> Any:
        return self._client("ssm")

    @cached_property
    def spending(self) -> SpendingTable:
        return SpendingTable(self.spending_table_name, self._client("dynamodb"))

    @cached_property
    def machine(self) -> Machine:
        return Machine(self.state_machine_arn, self._client("stepfunctions", config=_SLOWS_DOWN), self.alias_arn)

    @cached_property
    def logs(self) -> LogGroups:
        return LogGroups(f"/aws/lambda/stikadoo-{self.name}-", self._client("logs"))

    def postbox(self, connection_id: str) -> Postbox:
        """Raises ValueError if the stage's `api_endpoint` is not known."""
        if self.api_endpoint is None:
            raise ValueError(f"the API endpoint of {self.name} is not known: chalice alone deployed its API")
        return Postbox(connection_id, self._client("apigatewaymanagementapi", endpoint_url=self.api_endpoint))

    def caller_arn(self) -> str:
        """Whose credentials the session has."""
        return caller_arn(self._client("sts"))

    def _client(self, service: str, **options: Any) -> Any:
        """One a service. The lock is for threads: a boto3 session may not be shared while it makes a client."""
        session: Any = self.session  # its stubs know services by literal names
        with self._lock:
            if service not in self._clients:
                self._clients[service] = session.client(service, **{"endpoint_url": self.endpoint, **options})
            return self._clients[service]


def find_stage(stage: str, session: boto3.Session, endpoint: str | None) -> Stage:
    """Raises ValueError if there is no such stage, ClientError."""
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    if not exists(cloudformation, pipeline_stack(stage)):
        raise ValueError(f"there is no stage {stage} in {session.region_name}")
    pipeline = outputs(cloudformation, pipeline_stack(stage))
    has_routes = exists(cloudformation, routes_stack(stage))
    return Stage(
        stage,
        session,
        endpoint,
        bucket_name=pipeline["Bucket"],
        table_name=pipeline["Table"],
        spending_table_name=pipeline["SpendingTable"],
        state_machine_arn=pipeline["StateMachineArn"],
        alias_arn=pipeline.get("StateMachineAliasArn"),
        devices_table_name=pipeline.get("DevicesTable", ""),
        ota_url=pipeline.get("OtaUrl", ""),
        api_endpoint=outputs(cloudformation, routes_stack(stage))["ApiEndpoint"] if has_routes else None,
    )
