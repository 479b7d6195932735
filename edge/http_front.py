"""The port's plain HTTP, by h11: tells a WebSocket handshake from another request, and answers the latter.

websockets parses GET requests alone and closes without an answer on any other, for which firmware waits 30 s. So a
connection is given to it only once its request's head asks for an upgrade. A connection has one request.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus

import h11

MAX_HEAD_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024
"A device's system information has about 2 KB."

SPARE_SECONDS = 2.0
"For an answer's own time-out to be sent, and for the client to read it."


class Opening(Enum):
    """What the first bytes of a connection are."""

    INCOMPLETE = auto()
    WEBSOCKET = auto()
    HTTP = auto()
    "Also what is no valid request."


@dataclass(frozen=True)
class HttpRequest:
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    "Names in lower case."
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def header(self, name: str) -> str:
        """The first value; empty for none."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True)
class HttpResponse:
    status: HTTPStatus
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class HttpLimits:
    arrival_seconds: float
    "How long the request may take to arrive."
    answer_seconds: float
    "How long the answer may take to be made."


Answer = Callable[[HttpRequest], Awaitable[HttpResponse]]


def opening(head: bytes) -> Opening:
    if _is_too_large(head):
        return Opening.HTTP
    parser = h11.Connection(h11.SERVER)
    parser.receive_data(head)
    try:
        event = parser.next_event()
    except h11.RemoteProtocolError:
        return Opening.HTTP
    if not isinstance(event, h11.Request):
        return Opening.INCOMPLETE
    asks_for_upgrade = event.method == b"GET" and any(name == b"upgrade" for name, _ in event.headers)
    return Opening.WEBSOCKET if asks_for_upgrade else Opening.HTTP


def _is_too_large(head: bytes) -> bool:
    """Whether a request's head, with which the bytes begin, is."""
    end = head.find(b"\r\n\r\n")
    return (len(head) if end < 0 else end) > MAX_HEAD_BYTES


class HttpConversation(asyncio.Protocol):
    """One request and its response, after which the connection is closed."""

    def __init__(
        self,
        transport: asyncio.Transport,
        answer: Answer,
        limits: HttpLimits,
        ended: Callable[[], None],
    ) -> None:
        """`ended`: called when the connection is closed."""
        self._transport = transport
        self._answer = answer
        self._limits = limits
        self._ended = ended
        self._parser = h11.Connection(h11.SERVER)
        self._request: h11.Request | None = None
        self._body = b""
        self._answering: asyncio.Task[None] | None = None
        self._deadline = self._abort_after(limits.arrival_seconds)

    def data_received(self, data: bytes) -> None:
        if self._answering is not None:
            return  # one request a connection
        if self._request is None and _is_too_large(data):
            self._finish(HttpResponse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE))
            return
        self._parser.receive_data(data)
        try:
            self._read()
        except h11.RemoteProtocolError as exc:
            self._finish(HttpResponse(HTTPStatus(exc.error_status_hint)))

    def eof_received(self) -> bool:
        """A client may close its side once it has sent its request."""
        return self._answering is not None

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        if self._answering:
            self._answering.cancel()
        self._ended()

    def _abort_after(self, seconds: float) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self._transport.abort)

    def _read(self) -> None:
        while (event := self._parser.next_event()) is not h11.NEED_DATA:
            match event:
                case h11.Request():
                    self._request = event
                    if self._parser.they_are_waiting_for_100_continue:
                        self._send(h11.InformationalResponse(status_code=100, headers=[]))
                case h11.Data(data=data):
                    self._body += data
                    if len(self._body) > MAX_BODY_BYTES:
                        return self._finish(HttpResponse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
                case h11.EndOfMessage():
                    self._deadline.cancel()
                    self._deadline = self._abort_after(self._limits.answer_seconds + SPARE_SECONDS)
                    self._answering = asyncio.create_task(self._respond())
                    return None
                case _:  # closed
                    return self._transport.close()
        return None

    async def _respond(self) -> None:
        request = self._request
        assert request is not None
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers)
        method, target = request.method.decode("latin-1"), request.target.decode("latin-1")
        self._finish(await self._answer(HttpRequest(method, target, headers, self._body)))

    def _finish(self, response: HttpResponse) -> None:
        headers = [
            *response.headers,
            ("Content-Type", response.content_type),
            ("Content-Length", str(len(response.body))),
            ("Connection", "close"),
        ]
        self._send(h11.Response(status_code=response.status, reason=response.status.phrase.encode(), headers=headers))
        if self._request is None or self._request.method != b"HEAD":
            self._send(h11.Data(data=response.body))
        self._send(h11.EndOfMessage())
        self._transport.close()

    def _send(self, event: h11.InformationalResponse | h11.Response | h11.Data | h11.EndOfMessage) -> None:
        if sent := self._parser.send(event):
            self._transport.write(sent)
