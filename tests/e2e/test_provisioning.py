"""From flashing to a sticker: a device knows its OTA URL alone, shows a code, is approved, connects and prints.

The stage is closed, as on AWS, and IAM is enforced. The local API Gateway turns every refusal of $connect into a 403;
tests/unit/chalice_app/test_admission.py has the statuses.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from device.identity import Identity
from device.ota_reply import Activation, OtaReply
from device.provisioning import Start
from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from infra.deploy import Outputs, deploy, destroy
from infra.local_aws import LocalAws
from infra.local_stack import Stack, session
from stikadoo.aws.clients import client
from stikadoo.aws.device_registry import DeviceRegistry
from stikadoo.device_tokens import TokenKeys, new_key
from stikadoo.messages import CloudMessage, System

pytestmark = pytest.mark.stack

CLOSED = "closed"


@pytest.fixture(scope="module")
def closed(aws: LocalAws) -> Iterator[Outputs]:
    """A stage without open mode."""
    yield deploy(CLOSED, session(aws), {"OpenMode": "false"}, endpoint=aws.endpoint)
    destroy(CLOSED, session(aws), endpoint=aws.endpoint, with_recordings=True)


@pytest.fixture
async def ota_url(closed: Outputs) -> AsyncIterator[str]:
    """On the bridge's port."""
    options = BridgeOptions(closed.device_url, port=0, provisioning=closed.ota_url)
    async with bridge(options) as running:
        yield f"{running.url.replace('ws', 'http', 1)}/challenge"


async def stikadoo(*words: str) -> Result:
    ran = await asyncio.to_thread(CliRunner(env={"COLUMNS": "250"}).invoke, app, list(words))
    assert ran.exit_code == 0, ran.output
    return ran


async def approved(ota_url: str, identity: Identity) -> OtaReply:
    """Starts a device, and approves it as soon as it shows its code."""
    codes: asyncio.Queue[Activation] = asyncio.Queue()
    start = Start(ota_url, identity, pending_seconds=0.1, refused_seconds=0.1, on_code=codes.put_nowait)
    starting = asyncio.create_task(start.connection(60))
    code = (await codes.get()).code
    await stikadoo("devices", "approve", code, "--stage", CLOSED)
    return await starting


def device(reply: OtaReply, identity: Identity, token: str | None = None) -> VirtualDevice:
    own = {"device_id": identity.device_id, "client_id": identity.client_id}
    return VirtualDevice(reply.url, mode="binary", token=reply.token if token is None else token, **own)


@pytest.mark.parametrize("serial_number", ["", "SN-1"])
async def test_an_unknown_device_shows_a_code_is_approved_and_prints(
    ota_url: str, closed: Outputs, serial_number: str
) -> None:
    identity = Identity.new(f"02:00:00:00:01:0{len(serial_number)}")
    reply = await approved(ota_url, identity)
    assert reply.url == ota_url.replace("http", "ws", 1).removesuffix("/challenge")
    assert (reply.version, reply.activation) == (3, None)
    async with device(reply, identity) as connected:
        result = await connected.wish("a cat")
    assert result.sticker
    listed = json.loads((await stikadoo("devices", "--json", "--stage", CLOSED)).output)
    (own,) = [one for one in listed if one["device_id"] == identity.device_id]
    assert (own["state"], own["firmware"], own["board"]) == ("active", "2.4.2", "stikadoo")
    assert [name for name in own if "code" in name or "client" in name] == []
    assert identity.client_id not in json.dumps(listed)


async def test_a_device_without_the_bridge_is_told_the_stage_s_own_api(closed: Outputs) -> None:
    identity = Identity.new("02:00:00:00:01:10")
    reply = await approved(closed.ota_url, identity)
    assert reply.url == closed.device_url


async def test_a_blocked_device_is_disconnected_and_refused(ota_url: str) -> None:
    identity = Identity.new("02:00:00:00:01:20")
    reply = await approved(ota_url, identity)
    async with device(reply, identity) as connected:
        ran = await stikadoo("devices", "block", identity.device_id, "--stage", CLOSED)
        assert "1 connection closed" in ran.output
        with pytest.raises(ConnectionError, match="closed with"):
            await connected.wish("a cat")
    with pytest.raises(ConnectionRefusedError, match="403"):
        await device(reply, identity).__aenter__()
    assert not (await Start(ota_url, identity).connection(60)).token
    await stikadoo("devices", "unblock", identity.device_id, "--stage", CLOSED)
    async with device(await Start(ota_url, identity).connection(60), identity):
        pass


async def test_another_client_is_approved_once_the_operator_says_yes_and_the_earlier_one_is_disconnected(
    ota_url: str,
) -> None:
    identity = Identity.new("02:00:00:00:01:25")
    reply = await approved(ota_url, identity)
    erased = Identity.new(identity.device_id)
    codes: asyncio.Queue[Activation] = asyncio.Queue()
    start = Start(ota_url, erased, pending_seconds=0.1, refused_seconds=0.1, on_code=codes.put_nowait)
    async with device(reply, identity) as connected:
        starting = asyncio.create_task(start.connection(60))
        code = (await codes.get()).code
        words = ["devices", "approve", code, "--stage", CLOSED]
        refused = await asyncio.to_thread(CliRunner().invoke, app, words, input="n\n")
        assert refused.exit_code == 1
        assert "replaces the client approved on" in refused.output
        await stikadoo(*words, "--yes")
        with pytest.raises(ConnectionError, match="closed with"):
            await connected.wish("a cat")
    assert (await starting).token


async def test_no_other_token_admits_a_device(ota_url: str, closed: Outputs) -> None:
    identity, other = Identity.new("02:00:00:00:01:30"), Identity.new("02:00:00:00:01:31")
    reply, others = await approved(ota_url, identity), await approved(ota_url, other)
    foreign = TokenKeys.parse(new_key()).sign(identity.device_id, identity.client_id, 0, 30_000)
    for token in ("", "wrong", "a.b.c", foreign, others.token):
        with pytest.raises(ConnectionRefusedError, match=r"40[13]"):
            await device(reply, identity, token).__aenter__()
    thief = Identity.new(identity.device_id)
    with pytest.raises(ConnectionRefusedError, match=r"40[13]"):
        await device(reply, thief).__aenter__()


async def test_tokens_outlive_one_rotation_of_the_keys(ota_url: str, closed: Outputs) -> None:
    """The stage's $connect reads the keys every five minutes: a fresh process reads them at once."""
    identity = Identity.new("02:00:00:00:01:40")
    reply = await approved(ota_url, identity)
    assert "2 keys are valid" in (await stikadoo("devices", "rotate-keys", "--yes", "--stage", CLOSED)).output
    parameter = client("ssm").get_parameter(Name=f"/stikadoo/{CLOSED}/token-keys", WithDecryption=True)
    keys = TokenKeys.parse(parameter["Parameter"]["Value"])
    keys.verify(reply.token, identity.device_id, identity.client_id)
    assert keys.sign("d", "c", 0, 1) != reply.token


async def test_language_and_printer_are_what_an_operator_sets(ota_url: str, closed: Outputs) -> None:
    identity = Identity.new("02:00:00:00:01:50")
    reply = await approved(ota_url, identity)
    await stikadoo("devices", "set-language", identity.device_id, "zh-CN", "--stage", CLOSED)
    await stikadoo("devices", "set-printer", identity.device_id, "phomemo-m02", "--stage", CLOSED)
    await stikadoo("devices", "rename", identity.device_id, "kitchen", "--stage", CLOSED)
    async with device(reply, identity) as connected:
        result = await connected.wish("a cat")
    assert result.sticker
    assert result.sticker.image.format == "phomemo"
    stored = DeviceRegistry(closed.devices_table, client("dynamodb")).find(identity.device_id)
    assert stored
    assert (stored.name, stored.spoken_language) == ("kitchen", "zh-CN")


async def test_a_connected_device_restarts_on_an_operator_s_word_and_is_in_the_table(ota_url: str) -> None:
    identity = Identity.new("02:00:00:00:01:55")
    received: asyncio.Queue[CloudMessage] = asyncio.Queue()
    connected = device(await approved(ota_url, identity), identity)
    connected.on_message = lambda _, message: received.put_nowait(message)
    async with connected, asyncio.timeout(60):
        await stikadoo("devices", "reboot", identity.device_id, "--stage", CLOSED)
        while not isinstance(await received.get(), System):
            continue
    await stikadoo("devices", "note", identity.device_id, "lent to the school", "--stage", CLOSED)
    table = (await stikadoo("devices", "--stage", CLOSED)).output
    (row,) = [line for line in table.splitlines() if identity.device_id in line]
    assert [word for word in ("active", "en-US", "stikadoo", "2.4.2", "lent to the school") if word not in row] == []


async def test_a_forgotten_device_must_be_approved_again(ota_url: str) -> None:
    identity = Identity.new("02:00:00:00:01:60")
    await approved(ota_url, identity)
    await stikadoo("devices", "forget", identity.device_id, "--yes", "--stage", CLOSED)
    assert (await approved(ota_url, identity)).token


async def test_in_open_mode_a_device_prints_without_an_operator(stack: Stack, tmp_path: Path) -> None:
    """As after `stikadoo up`; the identity stays in its file."""
    kept = tmp_path / "identity.json"
    async with AsyncExitStack() as resources:
        options = BridgeOptions(stack.outputs.device_url, port=0, provisioning=stack.outputs.ota_url)
        running = await resources.enter_async_context(bridge(options))
        ota = f"{running.url.replace('ws', 'http', 1)}/xiaozhi/ota/"
        words = ("say", "--ota", ota, "--identity", str(kept), "--out", str(tmp_path / "out"), "--text", "a dragon")
        await stikadoo(*words)
        identity = Identity.kept_in(kept)
        assert (await Start(ota, identity).connection(60)).activation is None
    assert (tmp_path / "out" / "sticker.png").exists()
    registry = DeviceRegistry(stack.outputs.devices_table, client("dynamodb"))
    stored = registry.find(identity.device_id)
    assert stored
    assert stored.client_id == identity.client_id
