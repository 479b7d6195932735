"""The bridge's WebSocket server: one connection to API Gateway per device. It keeps no persistent state.

A device's handshake succeeds only if the one with API Gateway does; a rejection is forwarded with its status. When the
device's connection ends, its upstream connection is closed after the device's last messages are forwarded.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial

import httpx
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from edge.device_connection import DeviceConnection
from edge.end_of_speech import SpeechLimits
from edge.liveness import LivenessLimits
from edge.provisioning import SECONDS, Provisioning
from edge.relay import Relay
from edge.uplink import Uplink
from edge.upstream import (
    CLOSE_SECONDS,
    MAX_MESSAGE_BYTES,
    OPEN_SECONDS,
    PING_SECONDS,
    HandshakeRejected,
    binary_protocol,
    first_value,
    forwarded_headers,
    open_upstream,
    with_identity,
)

log = logging.getLogger("edge")


@dataclass(frozen=True)
class BridgeOptions:
    upstream: str
    "ws:// or wss:// URL of the API's stage."
    host: str = "127.0.0.1"
    port: int = 8765
    "0: any free port."
    provisioning: str = ""
    "URL of the stage's /challenge; empty: none is served."
    public_url: str = ""
    "ws:// or wss:// URL at which devices reach the bridge; empty: the one that they asked the provisioning API at."
    batch_packets: int = 8
    batch_ms: int = 480
    "A batch is sent when it has this many packets, or is this old."
    speech: SpeechLimits = field(default_factory=SpeechLimits)
    liveness: LivenessLimits = field(default_factory=LivenessLimits)
    drain_seconds: float = 0
    "How long wishes in progress may take when the bridge is stopped; 0: devices are closed at once."


@dataclass(frozen=True)
class RunningBridge:
    """A bridge that accepts connections."""

    url: str


@asynccontextmanager
async def bridge(options: BridgeOptions) -> AsyncIterator[RunningBridge]:
    """Serve until the block ends, then close the devices with 1001, each when its wish has ended.

    Raises OSError if the port is in use.
    """
    running = _Bridge(options)
    try:
        async with _http_client() as http, _listening(options, running, http) as server:
            port = server.sockets[0].getsockname()[1]
            yield RunningBridge(f"ws://{options.host}:{port}")
            await _drain(server, options.drain_seconds)
            running.abort_plain()
    finally:
        await running.upstreams_closed()


def _http_client() -> httpx.AsyncClient:
    """For the provisioning API. The environment names no proxy for it."""
    return httpx.AsyncClient(timeout=SECONDS, trust_env=False)


def _listening(
    options: BridgeOptions, running: "_Bridge", http: httpx.AsyncClient
) -> AbstractAsyncContextManager[Server]:
    answer = Provisioning(options.provisioning, options.public_url, http).answer
    return serve(
        running.relay,
        options.host,
        options.port,
        create_connection=partial(DeviceConnection, answer, running.plain),  # type: ignore[arg-type] # called as the class is
        process_request=running.connect_upstream,
        select_subprotocol=_first_subprotocol,
        compression=None,
        open_timeout=OPEN_SECONDS + 1,
        close_timeout=CLOSE_SECONDS,
        ping_interval=PING_SECONDS,
        ping_timeout=None,  # some boards answer none; an idle connection is closed anyway
        max_size=MAX_MESSAGE_BYTES,
    )


class _Bridge:
    """Connects each device to an upstream of its own."""

    def __init__(self, options: BridgeOptions) -> None:
        self._options = options
        self._closing: set[asyncio.Task[None]] = set()
        self.plain: set[asyncio.Transport] = set()
        "Connections that are not WebSocket, or not yet."

    async def connect_upstream(self, connection: ServerConnection, request: Request) -> Response | None:
        """Returns None to accept the device, or the response that rejects it."""
        assert isinstance(connection, DeviceConnection)
        connection.device_id = first_value(with_identity(request), "Device-Id")
        try:
            protocol = binary_protocol(request.headers)
            connection.upstream = await open_upstream(
                self._options.upstream, forwarded_headers(with_identity(request), protocol)
            )
        except HandshakeRejected as exc:
            log.warning("refused", extra={"facts": {"device_id": connection.device_id, "status": exc.status}})
            return connection.respond(exc.status, f"{exc.reason}\n")
        connection.uplink = Uplink(protocol, self._options.batch_packets, self._options.speech)
        closing = asyncio.create_task(_close_unrelayed(connection))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        return None

    async def relay(self, connection: ServerConnection) -> None:
        assert isinstance(connection, DeviceConnection)
        connection.relay = Relay(
            connection,
            connection.upstream,
            connection.uplink,
            self._options.batch_ms / 1000,
            self._options.liveness,
        )
        started = time.monotonic()
        try:
            await connection.relay.run()
        finally:
            log.info("connection", extra={"facts": _facts(connection, time.monotonic() - started)})
            await connection.upstream.close(CloseCode.GOING_AWAY)

    def abort_plain(self) -> None:
        """From Python 3.12 on, a server waits for every connection to close."""
        for transport in tuple(self.plain):
            transport.abort()

    async def upstreams_closed(self) -> None:
        await asyncio.gather(*self._closing)


def _first_subprotocol(_connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """A client that offers subprotocols disconnects unless one is selected; $connect selects the first, too."""
    return next(iter(offered), None)


async def _drain(server: Server, seconds: float) -> None:
    """Accept no more devices, and close each when it has no wish in progress, or when time is up."""
    server.close(close_connections=False)
    for connection in server.connections:
        if isinstance(connection, DeviceConnection) and connection.relay:
            connection.relay.drain()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await server.wait_closed()
    await asyncio.gather(*(connection.close(CloseCode.GOING_AWAY) for connection in server.connections))


async def _close_unrelayed(device: DeviceConnection) -> None:
    """Close the upstream of a device whose own handshake failed after upstream's succeeded."""
    await device.wait_closed()
    if device.relay is None:
        await device.upstream.close(CloseCode.GOING_AWAY)


def _facts(device: DeviceConnection, seconds: float) -> dict[str, object]:
    return {
        "device_id": device.device_id,
        "protocol": device.uplink.protocol,
        **asdict(device.uplink.counts),
        "seconds": round(seconds, 3),
        "device_code": device.close_code,
        "upstream_code": device.upstream.close_code,
    }
