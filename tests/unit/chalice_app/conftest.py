"""Fixtures for routes: a bucket, a table, a state machine, a connection, and events as API Gateway sends them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from chalice_app import app as entry_points
from chalice_app.wiring import cloud
from infra.local_aws import LocalAws
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.aws.registry import Registry
from stikadoo.messages import CloudMessage
from stikadoo.session import Session, session_id_of
from stikadoo.settings import clear_settings, variable
from tests.connections import Connections

EVENTS = Path(__file__).resolve().parents[2] / "events"


@dataclass
class Api:
    """One device on one connection, sending through $default."""

    bucket: Bucket
    registry: Registry
    devices: DeviceRegistry
    connections: Connections
    machine: str
    connection_id: str = "L0SM9cOFvHcCIhw="
    now_ms: int = 1795245021000
    received: list[CloudMessage] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    "Of executions, by ARN."

    @property
    def events(self) -> Path:
        """API Gateway's events, as files."""
        return EVENTS

    @property
    def session_id(self) -> str:
        return session_id_of(self.connection_id)

    @property
    def session(self) -> Session:
        session = self.registry.find(self.session_id)
        assert session
        return session

    def connect(self, query: dict[str, str] | None = None, **headers: str) -> dict[str, Any]:
        event = json.loads((EVENTS / "connect.json").read_text())
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in event["headers"].items() if name.lower() not in map(str.lower, sent)}
        event["headers"] = kept | sent
        if query is not None:
            event["queryStringParameters"] = query
        return entry_points.on_connect(event, None)

    def disconnect(self) -> None:
        entry_points.on_disconnect(self.event("", "DISCONNECT"), None)

    def event(self, body: str | dict[str, Any], kind: str = "MESSAGE") -> dict[str, Any]:
        event: dict[str, Any] = json.loads((EVENTS / "message.json").read_text())
        self.now_ms += 1
        event["requestContext"] |= {"requestTimeEpoch": self.now_ms, "eventType": kind}
        event["body"] = body if isinstance(body, str) else json.dumps(body)
        return event

    def say(self, body: str | dict[str, Any]) -> list[CloudMessage]:
        """Send a message; returns the replies."""
        assert entry_points.on_message(self.event(body), None) == {"statusCode": 200}
        return self.new_messages()

    def new_messages(self) -> list[CloudMessage]:
        everything = self.connections.sent(self.connection_id)
        new = everything[len(self.received) :]
        self.received = everything
        return new

    def executions(self) -> list[dict[str, Any]]:
        """The inputs of all executions, which never change; the latest first."""
        states = client("stepfunctions")
        listed = states.list_executions(stateMachineArn=self.machine)["executions"]
        for arn in (one["executionArn"] for one in listed if one["executionArn"] not in self.inputs):
            self.inputs[arn] = states.describe_execution(executionArn=arn)["input"]
        return [json.loads(self.inputs[one["executionArn"]]) for one in listed]


@pytest.fixture(scope="session")
def role(aws: LocalAws) -> str:
    """A role for state machines that do nothing."""
    created = client("iam").create_role(RoleName="idle", AssumeRolePolicyDocument="{}")
    return str(created["Role"]["Arn"])


class Tables(NamedTuple):
    registry: Registry
    devices: DeviceRegistry


@pytest.fixture
def tables(registry: Registry, devices: DeviceRegistry) -> Tables:
    return Tables(registry, devices)


@pytest.fixture
def api(
    bucket: Bucket, tables: Tables, connections: Connections, role: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Api]:
    machine = client("stepfunctions").create_state_machine(
        name=bucket.name,
        definition='{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}',
        roleArn=role,
    )["stateMachineArn"]
    chosen = {
        "bucket": bucket.name,
        "table": tables.registry.table,
        "state_machine_arn": machine,
        "devices_table": tables.devices.table,
        "token_keys_parameter": f"/stikadoo/{bucket.name}/token-keys",
        "open_mode": "true",
        "api_endpoint": connections.endpoint,
    }
    for name, value in chosen.items():
        monkeypatch.setenv(variable(name), value)
    clear_wiring()
    yield Api(bucket, *tables, connections, machine)
    clear_wiring()


@pytest.fixture
def ready(api: Api) -> Api:
    """A device that has sent hello."""
    api.connect()
    api.say({"type": "hello", "version": 3, "transport": "websocket", "audio_params": {"frame_duration": 60}})
    return api


def clear_wiring() -> None:
    clear_settings()
    cloud.cache_clear()
