"""A device's connection: what is said goes out, what is heard goes on a time line. No foreign exception comes out."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from device.message_log import Timeline


class Line:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, message: str | bytes) -> None:
        """Raises ConnectionError."""
        try:
            await self._connection.send(message)
        except ConnectionClosed as exc:
            raise ConnectionError(self._ended()) from exc

    async def listen(self, timeline: Timeline) -> None:
        """Until the connection ends."""
        try:
            while True:
                heard = await self._connection.recv()
                await timeline.hear(heard if isinstance(heard, str) else "")
        except ConnectionClosed:
            await timeline.close(self._ended())

    def drop(self) -> None:
        """Without a close frame."""
        self._connection.transport.abort()

    def _ended(self) -> str:
        return f"closed with {self._connection.close_code}"


@asynccontextmanager
async def line(url: str, headers: Mapping[str, str], timeline: Timeline, seconds: float) -> AsyncIterator[Line]:
    """Raises ConnectionError where it is refused, OSError, TimeoutError."""
    connection = await _connected(url, headers, seconds)
    opened = Line(connection)
    listening = asyncio.create_task(opened.listen(timeline))
    try:
        yield opened
    finally:
        await connection.close()
        await listening


async def _connected(url: str, headers: Mapping[str, str], seconds: float) -> ClientConnection:
    """As firmware connects: no User-Agent, no compression."""
    try:
        return await connect(
            url,
            additional_headers=headers,
            user_agent_header=None,
            compression=None,
            open_timeout=seconds,
            close_timeout=1,
        )
    except InvalidStatus as exc:
        raise ConnectionRefusedError(f"the handshake was answered with {exc.response.status_code}") from exc
    except InvalidHandshake as exc:
        raise ConnectionError(f"the handshake failed: {exc}") from exc
