"""Fixtures for the bridge: an upstream that records its messages, a bridge, and plain WebSocket clients."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from edge.server import BridgeOptions, bridge
from stikadoo.audio.frames import Protocol, parse

SESSION = "6f1c0d1e-0000-5000-8000-000000000001"
HELLO_REPLY = {"type": "hello", "transport": "websocket", "session_id": SESSION, "audio_params": {}}


@dataclass
class Connection:
    """One connection, from upstream's side."""

    connection: ServerConnection
    headers: list[tuple[str, str]]
    path: str
    texts: list[str] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(text) for text in self.texts]

    @property
    def audio(self) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == "audio"]

    def packets(self, protocol: Protocol = 3) -> list[bytes]:
        frames = b"".join(base64.b64decode(message["data"]) for message in self.audio)
        return [frame.packet for frame in parse(frames, protocol)] if frames else []

    async def wait_for(self, count: int) -> list[dict[str, Any]]:
        """Wait until this many messages have arrived."""
        async with self.changed, asyncio.timeout(5):
            await self.changed.wait_for(lambda: len(self.texts) >= count)
        return self.messages

    async def wait_for_stop(self) -> list[dict[str, Any]]:
        """Wait until a listen stop has arrived."""
        async with self.changed, asyncio.timeout(10):
            await self.changed.wait_for(lambda: any('"stop"' in text for text in self.texts[-1:]))
        return self.messages


@dataclass
class Upstream:
    """Stands in for API Gateway: answers hello and records messages."""

    url: str = ""
    refusal: HTTPStatus | None = None
    reads_nothing: bool = False
    connections: asyncio.Queue[Connection] = field(default_factory=asyncio.Queue)

    def respond(self, connection: ServerConnection, _request: Request) -> Response | None:
        return connection.respond(self.refusal, "no\n") if self.refusal else None

    async def record(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        line = Connection(connection, list(connection.request.headers.raw_items()), connection.request.path)
        await self.connections.put(line)
        if self.reads_nothing:
            await connection.wait_closed()
        try:
            async for text in connection:
                assert isinstance(text, str)
                if '"hello"' in text:
                    await connection.send(json.dumps(HELLO_REPLY))
                async with line.changed:
                    line.texts.append(text)
                    line.changed.notify_all()
        except ConnectionClosed:
            return

    async def next_connection(self) -> Connection:
        """Wait for the next connection."""
        async with asyncio.timeout(5):
            return await self.connections.get()


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    recorder = Upstream()
    async with serve(recorder.record, "127.0.0.1", 0, process_request=recorder.respond, close_timeout=0.1) as server:
        recorder.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/api"
        yield recorder


Connect = Callable[..., Awaitable[ClientConnection]]


@pytest.fixture
async def a_device(upstream: Upstream) -> AsyncIterator[Connect]:
    """Connects a WebSocket client through its own bridge: `await a_device(protocol=2, batch_ms=50)`."""
    async with AsyncExitStack() as stack:

        async def connected(
            protocol: int = 3, headers: dict[str, str] | None = None, **options: Any
        ) -> ClientConnection:
            chosen = replace(BridgeOptions(upstream.url, port=0), **options)
            running = await stack.enter_async_context(bridge(chosen))
            handshake = {"Protocol-Version": str(protocol), "Device-Id": "b4:3a:45:9b:94:74", **(headers or {})}
            return await stack.enter_async_context(
                connect(
                    f"{running.url}/any/path", additional_headers=handshake, compression=None, user_agent_header=None
                )
            )

        yield connected
