"""The device's WebSocket connection: sends messages, and adds those received to the message log.

Raises only ConnectionError, TimeoutError and OSError.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from device.errors import Unreachable
from device.message_log import MessageLog


class Connection:
    def __init__(self, websocket: ClientConnection) -> None:
        self._websocket = websocket

    async def send(self, message: str | bytes) -> None:
        """Raises ConnectionError."""
        try:
            await self._websocket.send(message)
        except ConnectionClosed as exc:
            raise ConnectionError(self._close_reason()) from exc

    async def receive_into(self, log: MessageLog) -> None:
        """Until the connection ends, or the log's callback fails: what waits for a message then ends, too."""
        try:
            while True:
                message = await self._websocket.recv()
                await log.add(message if isinstance(message, str) else "")
        except ConnectionClosed:
            pass
        finally:
            await log.close(self._close_reason())

    def drop(self) -> None:
        """Without a close frame."""
        self._websocket.transport.abort()

    def _close_reason(self) -> str:
        return f"closed with {self._websocket.close_code}"


@asynccontextmanager
async def open_connection(
    url: str, headers: Mapping[str, str], log: MessageLog, seconds: float
) -> AsyncIterator[Connection]:
    """`seconds`: handshake timeout. Raises ConnectionError if the handshake is refused, OSError, TimeoutError."""
    websocket = await _connect(url, headers, seconds)
    connection = Connection(websocket)
    receiving = asyncio.create_task(connection.receive_into(log))
    try:
        yield connection
    finally:
        await websocket.close()
        await receiving


async def _connect(url: str, headers: Mapping[str, str], seconds: float) -> ClientConnection:
    """As the firmware connects: no User-Agent, no compression."""
    try:
        return await connect(
            url,
            additional_headers=headers,
            user_agent_header=None,
            compression=None,
            open_timeout=seconds,
            close_timeout=1,
        )
    except TimeoutError as exc:
        raise TimeoutError(f"{url} did not answer within {seconds:g} s") from exc
    except OSError as exc:
        raise Unreachable(url, _reason(exc)) from exc
    except InvalidStatus as exc:
        raise ConnectionRefusedError(f"the handshake was answered with {exc.response.status_code}") from exc
    except InvalidHandshake as exc:
        raise ConnectionError(f"the handshake failed: {exc}") from exc


def _reason(exc: OSError) -> str:
    """asyncio's own text names each address that was tried; for several, it has the error's number only there."""
    number = re.search(r"Errno (\d+)", str(exc))
    return os.strerror(int(number[1])) if number else exc.strerror or str(exc)
