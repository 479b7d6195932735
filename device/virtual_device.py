"""The virtual Stikadoo: it connects, says hello, is spoken to, and takes its sticker.

async with VirtualDevice(url, mode="direct") as device:
    said = await device.say(packets(Path("cat-rocket.wav")))
    said.transcript, said.sticker, said.alert, said.events
"""

import asyncio
import json
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import KW_ONLY, dataclass, field
from types import TracebackType
from typing import Any, Literal, Self

from device.connection import line
from device.errors import StickerDamaged
from device.exchange import Said, Talk
from device.message_log import OnMessage, Timeline
from device.opus_encoder import FRAME_MS
from device.sticker import Sticker, fetched
from device.wire import BATCH_PACKETS, Way, headers, outgoing
from stikadoo.audio.frames import Protocol
from stikadoo.execution import ListenMode, Printer
from stikadoo.messages import Alert, AudioParams, Features, Hello, HelloReply, Image, Print, Stt
from stikadoo.printers import Encoding

_AFTER_ALERT_SECONDS = 1.0
"An alert may be all that comes, or be followed by tts stop."


@dataclass
class VirtualDevice:
    """One device, one connection; several talks, one after the other.

    Every method raises ConnectionError where the cloud refuses or closes, TimeoutError where it does not answer.
    """

    url: str
    _: KW_ONLY
    mode: Way = "direct"
    "binary for the bridge; direct and base64 for API Gateway."
    protocol: Protocol = 3
    device_id: str = "02:00:00:00:00:01"
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str | None = None
    api_key: str | None = None
    listen_mode: ListenMode = ListenMode.MANUAL
    frame_ms: int = FRAME_MS
    "Of the packets it is given."
    batch_packets: int = BATCH_PACKETS
    "Of a direct device, in one message."
    language: str | None = None
    printer: Printer | None = None
    inline_image: bool = False
    image_encodings: tuple[Encoding, ...] = ()
    caption: bool = False
    handshake_seconds: float = 10
    "The firmware's patience, for the handshake and again for the hello."
    patience_seconds: float = 120
    "For an answer; the firmware's time-out of a silent channel."
    on_message: OnMessage | None = None
    session_id: str = field(default="", init=False)

    async def __aenter__(self) -> Self:
        self._timeline = Timeline(self.on_message)
        self._talk = Talk(self._timeline, self.listen_mode, self.inline_image)
        said = headers(self.protocol, self.device_id, self.client_id, self.token, self.api_key)
        async with AsyncExitStack() as hung_up:
            self._line = await hung_up.enter_async_context(line(self.url, said, self._timeline, self.handshake_seconds))
            self.session_id = (await self._greet()).session_id
            self._hung_up = hung_up.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hung_up.aclose()

    async def say(self, packets: Sequence[bytes], *, real_time: bool = True) -> Said:
        """Presses the button, speaks, lets go, and takes what comes. Raises StickerDamaged, too."""
        await self.speak(packets, real_time=real_time)
        return await self.answer()

    async def wish(self, text: str) -> Said:
        """A typed wish instead of a spoken one. Raises StickerDamaged, too."""
        self._timeline.begin()
        await self._tell(type="listen", state="detect", text=text)
        return await self.answer()

    async def speak(self, packets: Sequence[bytes], *, real_time: bool = True, lets_go: bool = True) -> None:
        """listen start, the packets (each when it would have been spoken, or all at once), listen stop.

        Unless it lets go of no button, as in auto and realtime mode: then the server must hear the speech's end.
        """
        loop = asyncio.get_running_loop()
        messages = list(outgoing(packets, self.mode, self.protocol, self.frame_ms, self.batch_packets))
        self._timeline.begin()
        await self._tell(type="listen", state="start", mode=self.listen_mode)
        started = loop.time()
        for due, message in messages:
            if real_time:
                await asyncio.sleep(started + due - loop.time())
            await self._line.send(message)
        if lets_go:
            numbered = {"last_seq": len(packets) - 1} if self.mode == "direct" else {}
            await self._tell(type="listen", state="stop", **numbered)
        self._timeline.zero_is_now()

    async def abort(self) -> None:
        """The child takes it back."""
        await self._tell(type="abort")

    async def answer(self) -> Said:
        """Once the talk is over, the sticker printed. Raises StickerDamaged, too."""
        await self._timeline.until(self._talk.is_answered, "end of the talk", self.patience_seconds)
        with suppress(TimeoutError, ConnectionError):
            await self._timeline.until(self._talk.is_over, "tts stop", _AFTER_ALERT_SECONDS)
        heard = self._timeline.last(Stt)
        return Said(
            session_id=self.session_id,
            transcript=heard.text if heard else None,
            sticker=await self.sticker() if self._timeline.last(Image) else None,
            alert=self._timeline.last(Alert),
            events=self._timeline.events,
        )

    async def sticker(self) -> Sticker:
        """Once its image is announced: fetched, checked, printed. Raises StickerDamaged, too."""
        await self._timeline.until(self._talk.has_image, "image", self.patience_seconds)
        image = self._timeline.last(Image)
        assert image is not None
        try:
            sticker = await fetched(image, self._talk.pieces)
        except StickerDamaged as exc:
            await self._report(image, "failed", str(exc))
            raise
        await self._report(image, "done")
        return sticker

    def drop(self) -> None:
        """Goes without a word, as stock firmware does."""
        self._line.drop()

    async def _greet(self) -> HelloReply:
        hello = Hello(
            version=self.protocol,
            features=Features(inline_image=self.inline_image, image_encodings=self.image_encodings),
            audio_params=AudioParams(frame_duration=self.frame_ms),
            language=self.language,
            printer=self.printer,
            caption=self.caption,
        )
        await self._line.send(hello.encode())
        await self._timeline.until(lambda: self._timeline.last(HelloReply) is not None, "hello", self.handshake_seconds)
        reply = self._timeline.last(HelloReply)
        assert reply is not None
        return reply

    async def _tell(self, **said: Any) -> None:
        """In the firmware's own order: session_id first."""
        await self._line.send(json.dumps({"session_id": self.session_id, **said}))

    async def _report(self, image: Image, state: Literal["done", "failed"], reason: str | None = None) -> None:
        said = Print(sticker_id=image.sticker_id, state=state, reason=reason, session_id=self.session_id)
        await self._line.send(said.encode())
