"""A scripted cloud: says hello, records the device's messages, and answers a wish with prepared messages."""

import asyncio
import hashlib
import json
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from stikadoo.messages import AudioParams, HelloReply, Image, Message

SESSION = "6f1c0d1e-0000-5000-8000-000000000001"
STICKER = b"\x1b@\x1dv0\x00\x01\x00\x01\x00\xff"


def png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunk = struct.pack("!I", len(head) - 4) + head + struct.pack("!I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk


@dataclass
class Cloud:
    url: str = ""
    refusal: HTTPStatus | None = None
    says_hello: bool = True
    part: list[Message | str | int] = field(default_factory=list)
    "The answer to a wish: messages, raw texts, or a close code."
    files: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    headers: Headers = field(default_factory=Headers)
    received: list[tuple[float, str | bytes]] = field(default_factory=list)
    "Loop time and message."

    gone: asyncio.Event = field(default_factory=asyncio.Event)
    "Set once the device has disconnected and all its messages are recorded."

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(said) for _, said in self.received if isinstance(said, str) and said.startswith("{")]

    @property
    def binary(self) -> list[bytes]:
        return [said for _, said in self.received if isinstance(said, bytes)]

    def file(self, name: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Its URL."""
        self.files[f"/{name}"] = (status, {"Content-Length": str(len(body)), **headers}, body)
        return f"{self.url.replace('ws:', 'http:')}/{name}"

    def image(self, **changed: Any) -> Image:
        """The announcement of a sticker that can be fetched."""
        announced = {
            "session_id": SESSION,
            "sticker_id": "b43a459b9474-20261121-080000-abcd1234",
            "width": 8,
            "height": 1,
            "bytes": len(STICKER),
            "sha256": hashlib.sha256(STICKER).hexdigest(),
            "url": self.file("sticker.escpos", STICKER),
            "preview_url": self.file("preview.png", png(240, 120)),
        }
        return Image(**{**announced, **changed})

    async def admit(self, connection: ServerConnection, request: Request) -> Response | None:
        if request.path in self.files:
            status, headers, body = self.files[request.path]
            return Response(status, "", Headers(headers), body)
        return connection.respond(self.refusal, "no\n") if self.refusal else None

    async def play(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        self.headers = connection.request.headers
        try:
            async for said in connection:
                self.received.append((asyncio.get_running_loop().time(), said))
                if isinstance(said, str):
                    await self._answer(connection, said)
        except ConnectionClosed:
            return
        finally:
            self.gone.set()

    async def _answer(self, connection: ServerConnection, said: str) -> None:
        if '"hello"' in said and self.says_hello:
            await connection.send(HelloReply(session_id=SESSION, audio_params=AudioParams()).encode())
        if '"stop"' in said or '"detect"' in said:
            for line in self.part:
                if isinstance(line, int):
                    await connection.close(line)
                else:
                    await connection.send(line if isinstance(line, str) else line.encode())


@pytest.fixture
async def cloud() -> AsyncIterator[Cloud]:
    playing = Cloud()
    async with serve(playing.play, "127.0.0.1", 0, process_request=playing.admit, close_timeout=0.1) as server:
        playing.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield playing
