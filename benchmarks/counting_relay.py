"""A WebSocket relay between a device or the bridge and the local API Gateway that records the messages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.asyncio.connection import Connection
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

_OURS = ("device-id", "client-id", "protocol-version", "authorization", "x-api-key")
"The firmware's headers; all others belong to one connection."


@dataclass
class CountingRelay:
    url: str
    into: list[str] = field(default_factory=list)
    "Messages from the device."
    out: list[str] = field(default_factory=list)
    "Messages to the device."
    connections: int = 0


@asynccontextmanager
async def counting_relay(upstream: str) -> AsyncIterator[CountingRelay]:
    """`upstream`: ws:// URL of the API's stage. Runs until the block ends."""
    relay = CountingRelay("")

    async def carry(source: Connection, target: Connection, messages: list[str]) -> None:
        with suppress(ConnectionClosed):
            async for message in source:
                messages.append(message if isinstance(message, str) else "")
                await target.send(message)
        await target.close()

    async def relay_connection(device: ServerConnection) -> None:
        assert device.request is not None
        headers = {name: value for name, value in device.request.headers.raw_items() if name.lower() in _OURS}
        async with connect(upstream, additional_headers=headers, compression=None, max_size=None) as cloud:
            relay.connections += 1
            await asyncio.gather(carry(device, cloud, relay.into), carry(cloud, device, relay.out))

    async with serve(relay_connection, "127.0.0.1", 0, compression=None, max_size=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        relay.url = f"ws://127.0.0.1:{port}{urlsplit(upstream).path}"
        yield relay
