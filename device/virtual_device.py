"""The virtual Stikadoo: connects, says hello, sends wishes and receives stickers.

async with VirtualDevice(url, mode="direct") as device:
    result = await device.say(packets(Path("cat-rocket.wav")))
    result.transcript, result.sticker, result.alert, result.events
"""

import asyncio
import json
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import KW_ONLY, dataclass, field
from types import TracebackType
from typing import Any, Literal, Self

from device.connection import open_connection
from device.errors import StickerDamaged
from device.exchange import Exchange, Result
from device.message_log import MessageLog, OnMessage
from device.opus_encoder import FRAME_MS
from device.sticker import Sticker, fetch_sticker
from device.wire import BATCH_PACKETS, Framing, headers, outgoing
from stikadoo.audio.frames import Protocol
from stikadoo.execution import ListenMode, Printer
from stikadoo.messages import Alert, AudioParams, Features, Hello, HelloReply, Image, Print, Stt
from stikadoo.printers import Encoding

_AFTER_ALERT_SECONDS = 1.0
"How long to wait for a tts stop after an alert: it may not come."


@dataclass
class VirtualDevice:
    """One device with one connection and any number of consecutive exchanges.

    Every method raises ConnectionError if the cloud refuses or closes the connection, TimeoutError without an answer.
    """

    url: str
    _: KW_ONLY
    mode: Framing = "direct"
    "binary for the bridge; direct and base64 for API Gateway."
    protocol: Protocol = 3
    device_id: str = "02:00:00:00:00:01"
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str | None = None
    api_key: str | None = None
    listen_mode: ListenMode = ListenMode.MANUAL
    frame_ms: int = FRAME_MS
    "Duration of each packet."
    batch_packets: int = BATCH_PACKETS
    "Packets in one message of a direct device."
    language: str | None = None
    printer: Printer | None = None
    inline_image: bool = False
    image_encodings: tuple[Encoding, ...] = ()
    caption: bool = False
    handshake_seconds: float = 10
    "Timeout for the handshake, and again for the hello, as in the firmware."
    patience_seconds: float = 120
    "Timeout for an answer: the firmware's for a silent channel."
    on_message: OnMessage | None = None
    session_id: str = field(default="", init=False)

    async def __aenter__(self) -> Self:
        self._log = MessageLog(self.on_message)
        self._exchange = Exchange(self._log, self.listen_mode, self.inline_image)
        handshake = headers(self.protocol, self.device_id, self.client_id, self.token, self.api_key)
        async with AsyncExitStack() as resources:
            self._connection = await resources.enter_async_context(
                open_connection(self.url, handshake, self._log, self.handshake_seconds)
            )
            self.session_id = (await self._say_hello()).session_id
            self._resources = resources.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._resources.aclose()

    async def say(self, packets: Sequence[bytes], *, real_time: bool = True) -> Result:
        """Speak a wish and wait for its result. Also raises StickerDamaged."""
        await self.speak(packets, real_time=real_time)
        return await self.answer()

    async def wish(self, text: str) -> Result:
        """Send a typed wish and wait for its result. Also raises StickerDamaged."""
        self._log.clear()
        await self._send(type="listen", state="detect", text=text)
        return await self.answer()

    async def speak(self, packets: Sequence[bytes], *, real_time: bool = True, sends_stop: bool = True) -> None:
        """listen start, the packets (each when it would have been spoken, or all at once), listen stop.

        In auto and realtime mode set `sends_stop` to False: the server then detects the end of speech.
        """
        loop = asyncio.get_running_loop()
        messages = list(outgoing(packets, self.mode, self.protocol, self.frame_ms, self.batch_packets))
        self._log.clear()
        await self._send(type="listen", state="start", mode=self.listen_mode)
        started = loop.time()
        for due, message in messages:
            if real_time:
                await asyncio.sleep(started + due - loop.time())
            await self._connection.send(message)
        if sends_stop:
            numbered = {"last_seq": len(packets) - 1} if self.mode == "direct" else {}
            await self._send(type="listen", state="stop", **numbered)
        self._log.restart_clock()

    async def abort(self) -> None:
        """Cancel the current wish."""
        await self._send(type="abort")

    async def answer(self) -> Result:
        """Wait for the end of the exchange, and receive its sticker. Also raises StickerDamaged."""
        await self._log.wait_until(self._exchange.is_answered, "end of the exchange", self.patience_seconds)
        with suppress(TimeoutError, ConnectionError):
            await self._log.wait_until(self._exchange.is_over, "tts stop", _AFTER_ALERT_SECONDS)
        transcript = self._log.last(Stt)
        return Result(
            session_id=self.session_id,
            transcript=transcript.text if transcript else None,
            sticker=await self.sticker() if self._log.last(Image) else None,
            alert=self._log.last(Alert),
            events=self._log.events,
        )

    async def sticker(self) -> Sticker:
        """Wait for the image message, fetch the sticker, report its printing. Also raises StickerDamaged."""
        await self._log.wait_until(self._exchange.has_image, "image", self.patience_seconds)
        image = self._log.last(Image)
        assert image is not None
        try:
            sticker = await fetch_sticker(image, self._exchange.pieces)
        except StickerDamaged as exc:
            await self._report(image, "failed", str(exc))
            raise
        await self._report(image, "done")
        return sticker

    def drop(self) -> None:
        """Drop the connection without a goodbye or a close frame, as stock firmware does."""
        self._connection.drop()

    async def _say_hello(self) -> HelloReply:
        hello = Hello(
            version=self.protocol,
            features=Features(inline_image=self.inline_image, image_encodings=self.image_encodings),
            audio_params=AudioParams(frame_duration=self.frame_ms),
            language=self.language,
            printer=self.printer,
            caption=self.caption,
        )
        await self._connection.send(hello.encode())
        await self._log.wait_until(lambda: self._log.last(HelloReply) is not None, "hello", self.handshake_seconds)
        reply = self._log.last(HelloReply)
        assert reply is not None
        return reply

    async def _send(self, **fields: Any) -> None:
        """session_id comes first, as in the firmware."""
        await self._connection.send(json.dumps({"session_id": self.session_id, **fields}))

    async def _report(self, image: Image, state: Literal["done", "failed"], reason: str | None = None) -> None:
        report = Print(sticker_id=image.sticker_id, state=state, reason=reason, session_id=self.session_id)
        await self._connection.send(report.encode())
