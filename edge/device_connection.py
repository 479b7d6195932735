"""A device's TCP connection: an HTTP request, or a WebSocket with its upstream once a request asks for one."""

import asyncio
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection

from edge.http_front import Answer, HttpConversation, HttpLimits, Opening, opening
from edge.provisioning import SECONDS
from edge.relay import Relay
from edge.uplink import Uplink
from edge.upstream import OPEN_SECONDS

MAX_PLAIN = 256
"Connections at once that are not WebSocket, or not yet: nobody has checked who makes them."

_HTTP = HttpLimits(arrival_seconds=OPEN_SECONDS, answer_seconds=SECONDS)


class DeviceConnection(ServerConnection):
    """A device's connection and its upstream. It is a WebSocket connection once its request asks for one."""

    upstream: ClientConnection
    uplink: Uplink
    device_id: str
    relay: Relay | None = None
    _head: bytes | None = b""
    "What was received of the request's head; None once it is a WebSocket connection."

    def __init__(self, answer: Answer, plain: set[asyncio.Transport], *args: Any, **chosen: Any) -> None:
        """`answer`: to a request that is no handshake; `plain`: the connections that are not WebSocket, or not yet.

        The rest is websockets' own.
        """
        super().__init__(*args, **chosen)
        self._answer = answer
        self._plain = plain

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._opened = transport
        self._deadline = self.loop.call_later(OPEN_SECONDS, transport.abort)
        if len(self._plain) >= MAX_PLAIN:
            transport.abort()
        else:
            self._plain.add(transport)

    def data_received(self, data: bytes) -> None:
        if self._head is None:
            return super().data_received(data)
        self._head += data
        kind = opening(self._head)
        if kind is not Opening.INCOMPLETE:
            self._deadline.cancel()
            self._open(kind, self._head)
        return None

    def eof_received(self) -> None:
        if self._head is None:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        if self._head is None:
            super().connection_lost(exc)
        else:
            self._ended()

    def _open(self, kind: Opening, head: bytes) -> None:
        if kind is Opening.HTTP:
            conversation = HttpConversation(self._opened, self._answer, _HTTP, self._ended)
            self._opened.set_protocol(conversation)
            conversation.data_received(head)
            return
        self._head = None
        self._ended()
        super().connection_made(self._opened)
        super().data_received(head)

    def _ended(self) -> None:
        """It is no plain connection any more."""
        self._plain.discard(self._opened)
