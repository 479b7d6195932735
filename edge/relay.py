"""Relays messages between one device and API Gateway, in both directions.

Two pumps run until one side is closed and everything received from it is forwarded. The pump from the device waits for
the next message at most until the open batch is due, or until a speech that ceased has ended, so neither needs a timer
and messages stay in order. A third task closes an idle connection, and sends a message to a device that waits long.
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
from edge.liveness import Action, Liveness, LivenessLimits
from edge.rate import Rate
from edge.uplink import Uplink
from edge.wish import Progress, after_cloud
from stikadoo.errors import MalformedMessage
from stikadoo.messages import Alert, HelloReply, Llm, from_cloud

log = logging.getLogger("edge")

_MAX_CHARACTERS = MAX_TEXT_BYTES // 4
"Per text frame: a character has at most four bytes in UTF-8."

_APPLICATION_CODES = range(3000, 5000)

_DRAIN_SECONDS = 1.0
"How long upstream may take to accept the last messages of a disconnected device."


class Relay:
    def __init__(
        self,
        device: ServerConnection,
        upstream: ClientConnection,
        uplink: Uplink,
        batch_seconds: float,
        limits: LivenessLimits,
    ) -> None:
        self._device = device
        self._upstream = upstream
        self._uplink = uplink
        self._batch_seconds = batch_seconds
        self._batch_due: float | None = None
        self._session_id = ""
        self._now = asyncio.get_running_loop().time
        self._liveness = Liveness(limits, self._now())
        self._rate = Rate(self._now())
        self._last_sent = self._now()
        self._is_draining = False
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Run until one side is closed; then close the device's connection with upstream's code."""
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump_up())
                pumps.create_task(self._pump_down())
                pumps.create_task(self._abort_stalled_upstream())
                pumps.create_task(self._watch())
        except* ConnectionClosed:
            await self._device.close(*_close_status(self._upstream.close_code))

    def drain(self) -> None:
        """Close the connection as soon as no wish is in progress."""
        self._is_draining = True
        self._changed.set()

    async def _pump_up(self) -> None:
        """Raises ConnectionClosed when the device is disconnected and all its messages are forwarded."""
        while True:
            texts = await self._from_device()
            try:
                for text in texts:
                    await self._upstream.send(text if len(text) <= _MAX_CHARACTERS else _fragments(text))
            except ConnectionClosed:
                return  # the other pump forwards upstream's last messages, then ends both
            self._schedule_batch(was_sent=bool(texts))

    async def _pump_down(self) -> None:
        """Raises ConnectionClosed when upstream is closed and all its messages are forwarded."""
        while True:
            message = await self._upstream.recv()
            if isinstance(message, bytes):
                continue  # API Gateway sends text only; firmware trusts a frame's lengths, so forward no binary
            try:
                await self._device.send(message)
            except ConnectionClosed:
                return  # the other pump forwards the device's last messages, then ends both
            self._learn(message)

    async def _abort_stalled_upstream(self) -> None:
        """Without this, an upstream that no longer reads would keep the relay of a disconnected device alive."""
        await self._device.wait_closed()
        await asyncio.sleep(_DRAIN_SECONDS)
        self._upstream.transport.abort()

    async def _watch(self) -> None:
        """Until the device is disconnected, or closed for being idle or drained."""
        with suppress(ConnectionClosed):
            while True:
                now = self._now()
                ends = self._liveness.ends(now)
                due, action = self._liveness.next_action(now)
                if self._is_draining and ends <= now:
                    return await self._device.close(CloseCode.GOING_AWAY, "the bridge is stopped")
                if due > now:
                    await self._change_before(min(due, ends) if self._is_draining else due)
                elif action is Action.CLOSE:
                    return await self._device.close(CloseCode.NORMAL_CLOSURE, "idle")
                else:
                    self._liveness.reassured(now)
                    await self._device.send(Llm(session_id=self._session_id, emotion="thinking").encode())

    async def _change_before(self, due: float) -> None:
        """Wait for a message in either direction, at most until the time that is due."""
        with suppress(TimeoutError):
            async with asyncio.timeout_at(due):
                await self._changed.wait()
        self._changed.clear()

    async def _from_device(self) -> list[str]:
        """The messages to send upstream for the device's next message, or for what is due before."""
        try:
            async with asyncio.timeout_at(self._next_due()):
                message = await self._device.recv()
        except TimeoutError:
            texts = self._uplink.end() if self._has_ceased() else self._uplink.flush()
            self._note_sent()
            return texts
        self._last_sent = self._now()
        await asyncio.sleep(self._rate.delay(len(message), self._last_sent))
        counts = isinstance(message, str) or self._uplink.progress is Progress.RECORDED
        try:
            if isinstance(message, str):
                texts = self._uplink.text(message)
            else:
                texts = self._uplink.binary(message, self._last_sent)
        except MalformedMessage as exc:
            await self._alert(str(exc))
            texts = []
        if counts:
            self._note_sent()
        return texts

    def _note_sent(self) -> None:
        self._liveness.sent(self._uplink.progress, self._now())
        self._changed.set()

    def _next_due(self) -> float | None:
        """When the open batch is due, or the speech ends if no packet comes."""
        patience = self._uplink.patience
        ceased = None if patience is None else self._last_sent + patience
        return min((due for due in (self._batch_due, ceased) if due is not None), default=None)

    def _has_ceased(self) -> bool:
        patience = self._uplink.patience
        return patience is not None and self._now() >= self._last_sent + patience

    def _schedule_batch(self, *, was_sent: bool) -> None:
        if was_sent or not self._uplink.is_waiting:
            self._batch_due = None
        if self._uplink.is_waiting and self._batch_due is None:
            self._batch_due = asyncio.get_running_loop().time() + self._batch_seconds

    def _learn(self, text: str) -> None:
        """The session's id, and how far its wish is."""
        with suppress(MalformedMessage):
            message = from_cloud(text)
            self._uplink.progress = after_cloud(self._uplink.progress, message)
            if isinstance(message, HelloReply):
                self._session_id = message.session_id
        self._liveness.received(self._uplink.progress, self._now())
        self._changed.set()

    async def _alert(self, reason: str) -> None:
        log.warning("malformed message", extra={"facts": {"session_id": self._session_id, "why": reason}})
        alert = Alert(session_id=self._session_id, status="error", message=reason, emotion="confused")
        with suppress(ConnectionClosed):
            await self._device.send(alert.encode())


def _fragments(text: str) -> Iterator[str]:
    """A long text in frames of a size that API Gateway accepts. It rejects more than 128 KB in all with 1009."""
    return (text[start : start + _MAX_CHARACTERS] for start in range(0, len(text), _MAX_CHARACTERS))


def _close_status(upstream_code: int | None) -> tuple[int, str]:
    """Upstream's close code if it may be sent; 1013 (try again later) if the connection was lost without one."""
    if upstream_code and (upstream_code in EXTERNAL_CLOSE_CODES or upstream_code in _APPLICATION_CODES):
        return upstream_code, f"upstream closed with {upstream_code}"
    return CloseCode.TRY_AGAIN_LATER, "upstream was lost"
