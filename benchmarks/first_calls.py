"""The first call of each of the routes' Lambdas, in a process of its own, as Lambda starts one."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local_aws import ROOT, LocalAws
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.device_tokens import TokenKeys, new_key
from stikadoo.execution import Sticker
from stikadoo.keys import RecordingFolder
from stikadoo.registered_device import Applicant, Reported
from stikadoo.settings import variable
from tests.connections import connections_api

_EVENTS = ROOT / "tests" / "events"
_DEVICE, _CLIENT = "b4:3a:45:9b:94:74", "0f0e7a1c-4a5b-4f0e-9a52-2d4b7a3f1c11"
"Of tests/events/connect.json."
_DEVICES, _KEYS_PARAMETER = "first-calls-devices", "/stikadoo/first-calls/token-keys"
_KEY = new_key()
_HELLO = {"type": "hello", "version": 3, "transport": "websocket", "audio_params": {"frame_duration": 60}}
_IDLE = '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}'


@dataclass(frozen=True)
class Call:
    """One of a process's calls."""

    cpu_seconds: float
    imported: list[str]
    "Modules that the call imported."
    clients: int
    "boto3 clients that the call created."


@dataclass(frozen=True)
class Sent:
    """A message of a device, the handler of app.py that gets it, and the Lambda that is."""

    handler: str
    function: str
    message: dict[str, Any] | None
    "None: $connect, which has headers instead."

    @property
    def name(self) -> str:
        return " ".join([self.function, *([self.message["state"]] if self.message and "state" in self.message else [])])


CONVERSATION = (
    Sent("on_connect", "connect", None),
    Sent("hello", "hello", _HELLO),
    Sent("listen", "listen", {"type": "listen", "session_id": "", "state": "start", "mode": "manual"}),
    Sent("audio", "audio", {"type": "audio", "seq": 0, "data": "AAAA"}),
    Sent("listen", "listen", {"type": "listen", "session_id": "", "state": "stop"}),
    Sent("abort", "abort", {"type": "abort", "session_id": ""}),
    Sent("mcp", "mcp", {"type": "mcp", "session_id": "", "payload": {"jsonrpc": "2.0", "id": 1}}),
    Sent("printed", "printed", {"type": "print", "session_id": "", "sticker_id": "r1", "state": "done"}),
    Sent("on_message", "message", _HELLO),
    Sent("goodbye", "goodbye", {"type": "goodbye", "session_id": ""}),
    Sent("on_disconnect", "disconnect", {}),
)


@contextmanager
def route_environment(aws: LocalAws) -> Iterator[dict[str, str]]:
    """A Lambda's environment, with a bucket, a table, a state machine and connections of its own."""
    client("s3").create_bucket(Bucket="first-calls")
    client("dynamodb").create_table(
        TableName="first-calls",
        AttributeDefinitions=[{"AttributeName": "session_id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client("dynamodb").create_table(
        TableName=_DEVICES,
        AttributeDefinitions=[{"AttributeName": "device_id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "device_id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    DeviceRegistry(_DEVICES, client("dynamodb")).register(Applicant(_DEVICE, _CLIENT, Reported()), time.time())
    client("ssm").put_parameter(Name=_KEYS_PARAMETER, Type="SecureString", Value=_KEY)
    role = client("iam").create_role(RoleName="first-calls", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    machine = client("stepfunctions").create_state_machine(name="first-calls", definition=_IDLE, roleArn=role)
    Bucket("first-calls", client("s3")).put_facts(
        RecordingFolder("r1").sticker,
        Sticker(key="k", preview_key="p", width=384, height=8, bytes=1, sha256="0", style="line", device_id=_DEVICE),
    )
    with connections_api() as connections:
        settings = {
            "bucket": "first-calls",
            "table": "first-calls",
            "state_machine_arn": machine["stateMachineArn"],
            "devices_table": _DEVICES,
            "token_keys_parameter": _KEYS_PARAMETER,
            "api_endpoint": connections.endpoint,
        }
        yield aws.environ | {variable(name): value for name, value in settings.items()}


def first_calls(environ: Mapping[str, str], *, is_prepared: bool = True) -> dict[str, tuple[Call, Call]]:
    """By message: the first and the second call of a fresh process; `is_prepared`: as in Lambda."""
    return {
        sent.name: _calls(sent, [_event(sent, 2 * number + again) for again in range(2)], environ, is_prepared)
        for number, sent in enumerate(CONVERSATION)
    }


def _event(sent: Sent, number: int) -> dict[str, Any]:
    file = _EVENTS / ("connect.json" if sent.message is None else "message.json")
    event: dict[str, Any] = json.loads(file.read_text())
    event["requestContext"]["requestTimeEpoch"] += number
    if sent.message is None:
        token = TokenKeys.parse(_KEY).sign(_DEVICE, _CLIENT, time.time(), days=1)
        event["headers"] |= {"Authorization": f"Bearer {token}"}
    return event | {"body": json.dumps(sent.message)}


def _calls(
    sent: Sent, events: list[dict[str, Any]], environ: Mapping[str, str], is_prepared: bool
) -> tuple[Call, Call]:
    function = {"AWS_LAMBDA_FUNCTION_NAME": f"stikadoo-dev-{sent.function}"} if is_prepared else {}
    completed = subprocess.run(  # noqa: S603 # our own command
        [sys.executable, str(Path(__file__).with_name("first_call.py")), sent.handler],
        input=json.dumps(events),
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **environ, **function},
        capture_output=True,
        text=True,
        check=False,
    )
    if completed.returncode:
        raise RuntimeError(f"{sent.name}: {completed.stderr[-2000:]}")
    first, second = (Call(**call) for call in json.loads(completed.stdout))
    return first, second
