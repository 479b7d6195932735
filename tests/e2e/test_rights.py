"""Every role makes every call on the deployed stack: its own calls succeed, all others are denied.

The tables are written by hand, independently of the policies. The local AWS enforces IAM; docs/security.md lists what
that does not cover.
"""

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from infra.local_aws import REGION
from infra.local_stack import Stack
from stikadoo.aws.clients import client
from stikadoo.settings import variable
from tests.eventually import eventually

pytestmark = pytest.mark.stack

DENIED = {"AccessDenied", "AccessDeniedException"}
FILES = (
    *("packets.bin", "speech.wav", "speech.ogg", "audio.json", "transcript.json", "wish.json"),
    *("prompt.txt", "picture.png", "picture.json"),
    *(
        "sticker.png",
        "sticker.escpos",
        "sticker.bin",
        "sticker.json",
        "preview.png",
        "delivery.json",
        "apology.json",
        "printed.json",
    ),
)
STORED = ("chunk", "transcription", *FILES)
VOICE = ("packets.bin", "speech.wav", "speech.ogg", "transcript.json", "wish.json", "prompt.txt")
STICKER = ("sticker.png", "sticker.escpos", "sticker.bin", "sticker.json")
FOLDER = "recordings/rights/"
REPEATING = ("audio", "listen", "abort", "printed", "message")
"Routes that invoke themselves again."
LIBRARY: Any = boto3.Session(region_name=REGION)
"One session for all roles: it loads botocore's service models once."
CHUNK = "chunks/rights/0000000000000-00000000.bin"


class Role:
    """The credentials of one function's role, and the stack under test."""

    def __init__(self, stack: Stack, credentials: dict[str, str]) -> None:
        self.stack = stack
        self._credentials = credentials
        self._clients: dict[str, Any] = {}

    def client(self, service: str, endpoint: str | None = None) -> Any:
        if service not in self._clients:
            at = endpoint or self.stack.aws.endpoint
            self._clients[service] = LIBRARY.client(service, endpoint_url=at, **self._credentials)
        return self._clients[service]

    def s3(self, call: str, **more: Any) -> None:
        getattr(self.client("s3"), call)(Bucket=self.stack.outputs.bucket, **more)

    def artifacts(self, call: str, key: str = "", **more: Any) -> None:
        """`key`: by default of a file of whisper's weights."""
        worker = client("lambda").get_function_configuration(FunctionName=self.stack.outputs.worker("transcribe"))
        bucket, _, folder = worker["Environment"]["Variables"]["STIKADOO_WHISPER_WEIGHTS"].partition("/")
        getattr(self.client("s3"), call)(Bucket=bucket, Key=key or f"{folder}/manifest.json", **more)

    def dynamodb(self, call: str, **more: Any) -> None:
        getattr(self.client("dynamodb"), call)(TableName=self.stack.outputs.table, **more)

    def find_sessions(self) -> None:
        condition = {"KeyConditionExpression": "device_id = :id", "ExpressionAttributeValues": {":id": {"S": "rights"}}}
        self.dynamodb("query", IndexName="by-device", **condition)

    def count(self, call: str) -> None:
        table = f"stikadoo-spending-{self.stack.outputs.stage}"
        getattr(self.client("dynamodb"), call)(TableName=table, Key={"counter": {"S": "rights"}})

    def devices(self, call: str, **more: Any) -> None:
        getattr(self.client("dynamodb"), call)(TableName=self.stack.outputs.devices_table, **more)

    def transcribe(self, call: str, **more: Any) -> None:
        getattr(self.client("transcribe"), call)(TranscriptionJobName="rights", **more)

    def connections(self, call: str, **more: Any) -> None:
        getattr(self.client("apigatewaymanagementapi", self.stack.outputs.api_endpoint), call)(
            ConnectionId="nobody", **more
        )

    def invoke(self, verb: str) -> None:
        name = self.stack.outputs.worker(verb)
        self.client("lambda").invoke(FunctionName=name, InvocationType="DryRun")

    def start(self) -> None:
        """Starts nothing: the name is invalid, which is checked after the right."""
        arn = self.stack.outputs.state_machine_arn
        self.client("stepfunctions").start_execution(stateMachineArn=arn, name="no name", input="{}")

    def parameter(self, name: str) -> None:
        self.client("ssm").get_parameter(Name=f"/stikadoo/{self.stack.outputs.stage}/{name}", WithDecryption=True)


def key(name: str) -> str:
    return {"chunk": CHUNK, "transcription": "transcriptions/rights.json"}.get(name, FOLDER + name)


TRUSTS_LAMBDA = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        ],
    }
)
ITEM = {"session_id": {"S": "rights"}}
DEVICE = {"device_id": {"S": "rights"}}
CALLS: dict[str, Callable[[Role], None]] = {
    "list chunks": lambda role: role.s3("list_objects_v2", Prefix="chunks/rights/"),
    "list recordings": lambda role: role.s3("list_objects_v2", Prefix=FOLDER),
    "list all": lambda role: role.s3("list_objects_v2"),
    **{f"get {name}": lambda role, name=name: role.s3("get_object", Key=key(name)) for name in STORED},
    **{f"put {name}": lambda role, name=name: role.s3("put_object", Key=key(name)) for name in STORED},
    **{f"delete {name}": lambda role, name=name: role.s3("delete_object", Key=key(name)) for name in STORED},
    "put elsewhere": lambda role: role.s3("put_object", Key="elsewhere", Body=b""),
    "read weights": lambda role: role.artifacts("get_object"),
    "read earlier weights": lambda role: role.artifacts("get_object", "weights-0/manifest.json"),
    "read zips": lambda role: role.artifacts("get_object", "transcribe.zip"),
    "write weights": lambda role: role.artifacts("put_object", Body=b"{}"),
    "create session": lambda role: role.dynamodb("put_item", Item=ITEM),
    "read session": lambda role: role.dynamodb("get_item", Key=ITEM),
    "update session": lambda role: role.dynamodb("update_item", Key=ITEM),
    "delete session": lambda role: role.dynamodb("delete_item", Key=ITEM),
    "scan sessions": lambda role: role.dynamodb("scan"),
    "find a device's sessions": Role.find_sessions,
    "update counters": lambda role: role.count("update_item"),
    "read counters": lambda role: role.count("get_item"),
    "create registration": lambda role: role.devices("put_item", Item=DEVICE),
    "read registration": lambda role: role.devices("get_item", Key=DEVICE),
    "update registration": lambda role: role.devices("update_item", Key=DEVICE),
    "delete registration": lambda role: role.devices("delete_item", Key=DEVICE),
    "scan registrations": lambda role: role.devices("scan"),
    "post to connection": lambda role: role.connections("post_to_connection", Data=b"{}"),
    "get connection": lambda role: role.connections("get_connection"),
    "delete connection": lambda role: role.connections("delete_connection"),
    "start execution": Role.start,
    "invoke worker": lambda role: role.invoke("render"),
    "invoke late apology": lambda role: role.invoke("apologise-late"),
    **{f"invoke {route}": lambda role, route=route: role.invoke(route) for route in REPEATING},
    "read tokens": lambda role: role.parameter("tokens"),
    "read token keys": lambda role: role.parameter("token-keys"),
    "read device URL": lambda role: role.parameter("device-url"),
    "read dashscope's key": lambda role: role.parameter("dashscope-key"),
    "read openai's key": lambda role: role.parameter("openai-key"),
    "read another secret": lambda role: role.parameter("another-key"),
    "get job": lambda role: role.transcribe("get_transcription_job"),
    "delete job": lambda role: role.transcribe("delete_transcription_job"),
}  # fmt: skip


def gets(*names: str) -> set[str]:
    return {f"get {name}" for name in names}


def puts(*names: str) -> set[str]:
    return {f"put {name}" for name in names}


LISTS = {"list chunks", "list recordings", "list all"}
REACHES = {"read session", "find a device's sessions", "post to connection"}
APOLOGISE = LISTS | REACHES | {"update session"} | gets("apology.json", "delivery.json") | puts("apology.json")
MAY: dict[str, set[str]] = {
    "transcode": {"list chunks", "read session"} | gets("chunk", "packets.bin")
    | puts("packets.bin", "speech.wav", "audio.json"),
    "transcribe": gets("speech.wav", "packets.bin", "speech.ogg", "transcription")
    | puts("transcript.json", "speech.ogg", "transcription") | {"get job", "delete job"}
    | {"read weights", "read earlier weights"},
    "announce": gets("transcript.json") | REACHES,
    "moderate": gets("transcript.json") | puts("wish.json") | {"read session", "update counters", "read openai's key"},
    "imagine": gets("wish.json") | puts("prompt.txt", "picture.png", "picture.json")
    | {"read dashscope's key", "read openai's key"},
    "render": gets("picture.png") | puts(*STICKER, "preview.png"),
    "deliver": gets(*STICKER, "preview.png", "delivery.json") | puts("delivery.json") | LISTS | REACHES,
    "apologise": APOLOGISE,
    "apologise-late": APOLOGISE,
    "forget": {"list chunks", "read session", "update session"}
    | {f"delete {name}" for name in ("chunk", "transcription", *VOICE)},
    "provisioning": {"create registration", "read registration", "update registration", "read token keys"}
    | {"read device URL"},
    "connect": {"create session", "read registration", "read tokens", "read token keys"},
    "disconnect": {"update session"},
    "message": puts("chunk") | {"post to connection", "invoke message"},
    "audio": puts("chunk") | {"post to connection", "invoke audio"},
    "hello": {"read session", "update session", "post to connection"},
    "listen": puts("transcript.json") | {"update session", "start execution", "post to connection", "invoke listen"},
    "abort": {"update session", "post to connection", "invoke abort"},
    "goodbye": {"update session", "post to connection"},
    "mcp": {"read session", "post to connection"},
    "printed": LISTS | {"read session", "post to connection", "invoke printed"}
    | gets("sticker.json") | puts("printed.json"),
}  # fmt: skip
"By function: which of all CALLS its role may make."


def assumed(stack: Stack, arn: str) -> Role:
    """The local root may assume a role that trusts a service; on AWS only that service may."""
    credentials = client("sts").assume_role(RoleArn=arn, RoleSessionName=uuid.uuid4().hex)["Credentials"]
    names = {"access_key_id": "AccessKeyId", "secret_access_key": "SecretAccessKey", "session_token": "SessionToken"}
    return Role(stack, {f"aws_{name}": credentials[field] for name, field in names.items()})


def role_of(stack: Stack, function: str) -> Role:
    configuration = client("lambda").get_function_configuration(FunctionName=stack.outputs.worker(function))
    return assumed(stack, configuration["Role"])


def is_allowed(call: Callable[[Role], None], role: Role) -> bool:
    try:
        call(role)
    except ClientError as exc:
        return exc.response["Error"]["Code"] not in DENIED
    return True


def functions(stack: Stack) -> set[str]:
    prefix = f"stikadoo-{stack.outputs.stage}-"
    pages = client("lambda").get_paginator("list_functions").paginate()
    names = [function["FunctionName"] for page in pages for function in page["Functions"]]
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


def test_every_function_is_in_the_table(stack: Stack) -> None:
    assert functions(stack) == set(MAY)


@pytest.mark.parametrize("function", MAY)
def test_a_function_s_role_may_make_its_calls_and_no_other(function: str, stack: Stack) -> None:
    role = role_of(stack, function)
    assert {name for name, call in CALLS.items() if is_allowed(call, role)} == MAY[function]


def test_the_state_machine_s_role_may_invoke_workers_and_nothing_else(stack: Stack) -> None:
    description = client("stepfunctions").describe_state_machine(stateMachineArn=stack.outputs.state_machine_arn)
    role = assumed(stack, description["roleArn"])
    assert {name for name, call in CALLS.items() if is_allowed(call, role)} == {"invoke worker"}


@pytest.mark.parametrize("route", ["connect", "message", "audio"])
def test_a_route_writes_its_own_log_and_no_other(route: str, stack: Stack) -> None:
    role = role_of(stack, route)

    def writes(function: str) -> bool:
        into = {"logGroupName": f"/aws/lambda/{stack.outputs.worker(function)}", "logStreamName": uuid.uuid4().hex}
        event = [{"timestamp": int(time.time() * 1000), "message": "rights"}]
        opens = is_allowed(lambda role: role.client("logs").create_log_stream(**into), role)
        return opens and is_allowed(lambda role: role.client("logs").put_log_events(**into, logEvents=event), role)

    assert (writes(route), writes("hello")) == (True, False)


TO_LOG_AND_TRACE = {"AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess", "AWSXRayDaemonWriteAccess"}
"AWS managed policies that SAM attaches; each covers all logs, or all traces, of the account."


def test_roles_have_no_rights_beyond_their_own_policies_but_to_log_and_trace(stack: Stack) -> None:
    iam = client("iam")
    roles = [one for page in iam.get_paginator("list_roles").paginate() for one in page["Roles"]]
    ours = [one["RoleName"] for one in roles if one["RoleName"].startswith(f"stikadoo-{stack.outputs.stage}-")]
    attached = {
        policy["PolicyName"]
        for name in ours
        for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    }
    assert len(ours) > len(MAY)
    assert attached <= TO_LOG_AND_TRACE


def test_a_role_without_policies_may_nothing(stack: Stack) -> None:
    """IAM is enforced; otherwise every test here, in e2e and in workflow would prove nothing."""
    with urllib.request.urlopen(f"{stack.aws.endpoint}/_ministack/health") as response:
        assert json.load(response)["auth"] == "enabled"
    name = f"nobody-{uuid.uuid4().hex}"
    arn = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUSTS_LAMBDA)["Role"]["Arn"]
    nobody = assumed(stack, arn)
    assert {name for name, call in CALLS.items() if is_allowed(call, nobody)} == set()


def status(url: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method)) as response:
            return int(response.status)
    except urllib.error.HTTPError as exc:
        return exc.code


def test_a_presigned_url_opens_one_object_by_get_until_its_end(stack: Stack) -> None:
    bucket, s3 = stack.outputs.bucket, role_of(stack, "deliver").client("s3")
    for name in ("sticker.png", "preview.png", "speech.wav"):
        client("s3").put_object(Bucket=bucket, Key=FOLDER + name, Body=b"dots")

    def signed(name: str, seconds: int) -> str:
        parameters = {"Bucket": bucket, "Key": FOLDER + name}
        return str(s3.generate_presigned_url("get_object", Params=parameters, ExpiresIn=seconds))

    url = signed("sticker.png", 60)
    assert status(url) == 200
    assert (status(url, "DELETE"), status(url.replace("sticker.png", "preview.png"))) == (403, 403)
    assert status(signed("speech.wav", 60)) == 403, "a URL grants no more than the signer's rights"
    brief = signed("sticker.png", 1)
    assert eventually(lambda: status(brief) == 403)


@pytest.fixture
def tokens(stack: Stack) -> Iterator[str]:
    """A token, in the parameter that $connect reads during the test."""
    token = uuid.uuid4().hex
    parameter = f"/stikadoo/{stack.outputs.stage}/tokens"
    client("ssm").put_parameter(Name=parameter, Type="SecureString", Value=f"another\n{token}\n")
    connect_s = stack.outputs.worker("connect")
    before = client("lambda").get_function_configuration(FunctionName=connect_s)["Environment"]
    changed = {"Variables": before["Variables"] | {variable("tokens_parameter"): parameter}}
    client("lambda").update_function_configuration(FunctionName=connect_s, Environment=changed)
    yield token
    client("lambda").update_function_configuration(FunctionName=connect_s, Environment=before)
    client("ssm").delete_parameter(Name=parameter)


async def test_a_device_connects_only_with_a_token(stack: Stack, tokens: str) -> None:
    for authorization in ({}, {"Authorization": "Bearer wrong"}):
        with pytest.raises(InvalidStatus, match=r"40[13]"):  # the local API Gateway turns every refusal into a 403
            await connect(stack.outputs.device_url, additional_headers=authorization)
    async with connect(stack.outputs.device_url, additional_headers={"Authorization": f"Bearer {tokens}"}):
        pass
