"""Errors on a real connection are answered there, and never start a second or an unwanted execution."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from device.opus_encoder import packets
from infra.local_stack import Stack
from operations.executions.execution import await_end
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine
from stikadoo.aws.registry import Registry
from stikadoo.session import Session, State, session_id_of
from tests.e2e.conftest import SPEECH, Direct
from tests.eventually import eventually

pytestmark = pytest.mark.stack

HELLO = {"type": "hello", "version": 3, "transport": "websocket"}


class Client:
    """A bare connection: a firmware developer's WebSocket client."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.session_id = ""

    async def say(self, said: str | dict[str, Any]) -> None:
        await self._socket.send(said if isinstance(said, str) else json.dumps(said))

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(15):
            heard: dict[str, Any] = json.loads(await self._socket.recv())
        return heard

    async def hello(self) -> dict[str, Any]:
        await self.say(HELLO)
        heard = await self.hear()
        self.session_id = heard.get("session_id", "")
        return heard

    async def listen(self, state: str, **more: Any) -> None:
        await self.say({"type": "listen", "state": state, "session_id": self.session_id, **more})

    def drop(self) -> None:
        self._socket.transport.abort()


@asynccontextmanager
async def connected(stack: Stack, device_id: str = "02:00:00:00:00:03") -> AsyncIterator[Client]:
    async with connect(stack.outputs.device_url, additional_headers={"device-id": device_id}) as socket:
        yield Client(socket)


def session(stack: Stack, session_id: str) -> Session:
    found = Registry(stack.outputs.table, client("dynamodb")).find(session_id)
    assert found
    return found


def executions(stack: Stack) -> int:
    states = client("stepfunctions")
    pages = states.get_paginator("list_executions").paginate(stateMachineArn=stack.outputs.state_machine_arn)
    return sum(len(page["executions"]) for page in pages)


def audio(*frames: bytes, seq: int = 0) -> dict[str, Any]:
    data = b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)  # v3: type and reserved are 0
    return {"type": "audio", "seq": seq, "data": base64.b64encode(data).decode()}


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("{not json", "not JSON"),
        ("neither json nor base64", "neither"),
        ({"no": "type"}, "type"),
        ({"type": "listen", "state": "start"}, "session_id is missing"),
        ({"type": "listen", "state": "start", "session_id": "somebody else's"}, "not this connection's"),
        ({"type": "audio", "data": base64.b64encode(bytes(70_000)).decode()}, "70000"),
        (HELLO | {"transport": "udp"}, "transport"),
        (HELLO | {"audio_params": {"format": "mp3"}}, "format"),
        (HELLO | {"version": 4}, "version"),
    ],
)
async def test_bad_input_is_answered_and_the_connection_stays_usable(
    stack: Stack, said: str | dict[str, Any], named: str
) -> None:
    async with connected(stack) as device:
        await device.hello()
        await device.say(said)
        alert = await device.hear()
        assert alert["type"] == "alert"
        assert named in alert["message"]
        assert (await device.hello())["type"] == "hello"


async def test_an_unknown_type_is_ignored_and_the_connection_stays_usable(stack: Stack) -> None:
    async with connected(stack) as device:
        await device.hello()
        await device.say({"type": "dance"})
        assert (await device.hello())["type"] == "hello", "the next answer is hello's: no alert came before"


async def test_a_message_before_hello_is_answered(stack: Stack) -> None:
    async with connected(stack) as device:
        await device.listen("start")
        assert (await device.hear())["message"] == "say hello first"
        assert (await device.hello())["type"] == "hello"


async def test_a_repeated_listen_stop_starts_one_execution(stack: Stack) -> None:
    spoken = packets(SPEECH / "silence.wav")
    async with connected(stack) as device:
        await device.hello()
        before = executions(stack)
        await device.listen("start", mode="manual")
        await device.say(audio(*spoken))
        for _ in range(3):
            await device.listen("stop", last_seq=len(spoken) - 1)
        assert (await device.hear())["type"] == "alert"
        assert executions(stack) == before + 1


async def test_a_drop_while_listening_starts_nothing(stack: Stack) -> None:
    before = executions(stack)
    async with connected(stack) as device:
        await device.hello()
        await device.listen("start", mode="manual")
        await device.say(audio(*packets(SPEECH / "dragon.wav")))
        await asyncio.to_thread(eventually, lambda: session(stack, device.session_id).state is State.LISTENING)
        device.drop()
    await asyncio.to_thread(eventually, lambda: session(stack, device.session_id).state is State.CLOSED)
    assert executions(stack) == before


async def test_a_disconnect_while_processing_keeps_the_sticker(direct: Direct, stack: Stack) -> None:
    async with direct() as device:
        await device.speak(packets(SPEECH / "dragon.wav"), real_time=False)
        session_id = device.session_id
        await asyncio.to_thread(eventually, lambda: session(stack, session_id).state is State.PROCESSING)
        device.drop()
    recording_id = str(session(stack, session_id).recording_id)
    machine = Machine(stack.outputs.state_machine_arn, client("stepfunctions"))
    done = await asyncio.to_thread(await_end, machine, machine.execution_arn(recording_id))
    assert (done.status, done.end_state, done.outcome) == ("SUCCEEDED", "StickerKept", "undelivered")
    assert Bucket(stack.outputs.bucket, client("s3")).find(f"recordings/{recording_id}/sticker.escpos")
    assert session(stack, session_id).outcome == "undelivered"


async def test_an_abort_while_processing_prints_nothing(direct: Direct) -> None:
    async with direct() as device:
        await device.abort()  # harmless, and its Lambda is awake when it matters
        await device.speak(packets(SPEECH / "dragon.wav"), real_time=False)
        await device.abort()
        said = await device.answer()
    assert said.sticker is None
    assert said.alert
    assert said.alert.status == "Okay"


async def test_a_wake_word_starts_nothing(stack: Stack) -> None:
    async with connected(stack) as device:
        await device.hello()
        before = executions(stack)
        await device.listen("detect", text="Hey Stikadoo")
        assert (await device.hello())["type"] == "hello", "messages of a connection are answered in turn here"
        assert executions(stack) == before


async def test_a_session_id_follows_from_its_connection(stack: Stack) -> None:
    async with connected(stack) as device:
        reply = await device.hello()
        found = session(stack, reply["session_id"])
        assert session_id_of(found.connection_id) == reply["session_id"]
