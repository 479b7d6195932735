"""The bridge's WebSocket server: one connection to API Gateway per device. It keeps no persistent state.

A device's handshake succeeds only if the one with API Gateway does; a rejection is forwarded with its status. When the
device's connection ends, its upstream connection is closed after the device's last messages are forwarded.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from edge.end_of_speech import SpeechLimits
from edge.liveness import LivenessLimits
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


_NOT_ALLOWED = b"HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class BridgeOptions:
    upstream: str
    "ws:// or wss:// URL of the API's stage."
    host: str = "127.0.0.1"
    port: int = 8765
    "0: any free port."
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
        async with serve(
            running.relay,
            options.host,
            options.port,
            create_connection=_DeviceConnection,
            process_request=running.connect_upstream,
            select_subprotocol=_first_subprotocol,
            compression=None,
            open_timeout=OPEN_SECONDS + 1,
            close_timeout=CLOSE_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=None,  # some boards answer none; an idle connection is closed anyway
            max_size=MAX_MESSAGE_BYTES,
        ) as server:
            port = server.sockets[0].getsockname()[1]
            yield RunningBridge(f"ws://{options.host}:{port}")
            await _drain(server, options.drain_seconds)
    finally:
        await running.upstreams_closed()


class _DeviceConnection(ServerConnection):
    """A device's connection and its upstream."""

    upstream: ClientConnection
    uplink: Uplink
    device_id: str
    relay: Relay | None = None
    _has_begun = False

    def data_received(self, data: bytes) -> None:
        """Answer any method but GET, for which websockets closes without a reply and firmware waits 30 s."""
        if not self._has_begun and not data.startswith(b"GET "[: len(data)]):
            self.transport.write(_NOT_ALLOWED)
        self._has_begun = True
        super().data_received(data)


class _Bridge:
    """Connects each device to an upstream of its own."""

    def __init__(self, options: BridgeOptions) -> None:
        self._options = options
        self._closing: set[asyncio.Task[None]] = set()

    async def connect_upstream(self, connection: ServerConnection, request: Request) -> Response | None:
        """Returns None to accept the device, or the response that rejects it."""
        assert isinstance(connection, _DeviceConnection)
        if "Upgrade" not in request.headers:
            return None  # not a WebSocket request: websockets answers 426
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
        assert isinstance(connection, _DeviceConnection)
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

    async def upstreams_closed(self) -> None:
        await asyncio.gather(*self._closing)


def _first_subprotocol(_connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """A client that offers subprotocols disconnects unless one is selected; $connect selects the first, too."""
    return next(iter(offered), None)


async def _drain(server: Server, seconds: float) -> None:
    """Accept no more devices, and close each when it has no wish in progress, or when time is up."""
    server.close(close_connections=False)
    for connection in server.connections:
        if isinstance(connection, _DeviceConnection) and connection.relay:
            connection.relay.drain()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await server.wait_closed()
    await asyncio.gather(*(connection.close(CloseCode.GOING_AWAY) for connection in server.connections))


async def _close_unrelayed(device: _DeviceConnection) -> None:
    """Close the upstream of a device whose own handshake failed after upstream's succeeded."""
    await device.wait_closed()
    if device.relay is None:
        await device.upstream.close(CloseCode.GOING_AWAY)


def _facts(device: _DeviceConnection, seconds: float) -> dict[str, object]:
    return {
        "device_id": device.device_id,
        "protocol": device.uplink.protocol,
        **asdict(device.uplink.counts),
        "seconds": round(seconds, 3),
        "device_code": device.close_code,
        "upstream_code": device.upstream.close_code,
    }
