"""One connection: a device on one side, API Gateway on the other, and what passes between them.

Two pumps run until one side is lost and everything it said before has been passed on. The device's pump waits for its
next message no longer than the open batch may wait, so batches need no timer and nothing overtakes them.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import EXTERNAL_CLOSE_CODES, CloseCode

from edge.batch import MAX_TEXT_BYTES
from edge.uplink import Uplink
from stikadoo.errors import MalformedMessage
from stikadoo.messages import Alert, HelloReply, from_cloud

log = logging.getLogger("edge")

_MAX_CHARACTERS = MAX_TEXT_BYTES // 4
"Of a text frame: UTF-8 has up to four bytes each."

_APPLICATION_CODES = range(3000, 5000)

_DRAIN_SECONDS = 1.0
"How long an upstream may take for the last words of a device that has gone."


class Relay:
    def __init__(
        self, device: ServerConnection, upstream: ClientConnection, uplink: Uplink, batch_seconds: float
    ) -> None:
        self._device = device
        self._upstream = upstream
        self._uplink = uplink
        self._batch_seconds = batch_seconds
        self._batch_ends: float | None = None
        self._session_id = ""

    async def run(self) -> None:
        """Until one side is lost; the device is then told why, if it is still there."""
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump_up())
                pumps.create_task(self._pump_down())
                pumps.create_task(self._abort_stalled_upstream())
        except* ConnectionClosed:
            await self._device.close(*_close_status(self._upstream.close_code))

    async def _pump_up(self) -> None:
        """Raises ConnectionClosed when the device has gone and all it said was passed on."""
        while True:
            texts = await self._from_device()
            try:
                for text in texts:
                    await self._upstream.send(text if len(text) <= _MAX_CHARACTERS else _fragments(text))
            except ConnectionClosed:
                return  # the other pump passes on what upstream said last, and ends both
            self._time_batch(was_sent=bool(texts))

    async def _pump_down(self) -> None:
        """Raises ConnectionClosed when upstream has gone and all it said was passed on."""
        while True:
            said = await self._upstream.recv()
            if isinstance(said, bytes):
                continue  # API Gateway sends text alone; firmware trusts the lengths in a frame, so none passes
            self._learn_session(said)
            try:
                await self._device.send(said)
            except ConnectionClosed:
                return  # the other pump passes on what the device said last, and ends both

    async def _abort_stalled_upstream(self) -> None:
        """An upstream that takes nothing any more would hold a relay that nobody needs."""
        await self._device.wait_closed()
        await asyncio.sleep(_DRAIN_SECONDS)
        self._upstream.transport.abort()

    async def _from_device(self) -> list[str]:
        """What its next message means upstream, or the open batch when its time is up."""
        try:
            async with asyncio.timeout_at(self._batch_ends):
                said = await self._device.recv()
        except TimeoutError:
            return self._uplink.flush()
        if isinstance(said, str):
            return self._uplink.text(said)
        try:
            return self._uplink.binary(said)
        except MalformedMessage as exc:
            await self._alert(str(exc))
            return []

    def _time_batch(self, *, was_sent: bool) -> None:
        if was_sent or not self._uplink.is_waiting:
            self._batch_ends = None
        if self._uplink.is_waiting and self._batch_ends is None:
            self._batch_ends = asyncio.get_running_loop().time() + self._batch_seconds

    def _learn_session(self, said: str) -> None:
        if self._session_id:
            return
        with suppress(MalformedMessage):
            message = from_cloud(said)
            if isinstance(message, HelloReply):
                self._session_id = message.session_id

    async def _alert(self, sentence: str) -> None:
        log.warning("malformed frame", extra={"facts": {"session_id": self._session_id, "why": sentence}})
        alert = Alert(session_id=self._session_id, status="error", message=sentence, emotion="confused")
        with suppress(ConnectionClosed):
            await self._device.send(alert.encode())


def _fragments(text: str) -> Iterator[str]:
    """A long text in frames that API Gateway takes; more than 128 KB in all it refuses itself, with 1009."""
    return (text[start : start + _MAX_CHARACTERS] for start in range(0, len(text), _MAX_CHARACTERS))


def _close_status(upstream_code: int | None) -> tuple[int, str]:
    """Why upstream was lost: its own code where one may be sent on; 1013, try again later, where it just went."""
    if upstream_code and (upstream_code in EXTERNAL_CLOSE_CODES or upstream_code in _APPLICATION_CODES):
        return upstream_code, f"upstream closed with {upstream_code}"
    return CloseCode.TRY_AGAIN_LATER, "upstream was lost"
