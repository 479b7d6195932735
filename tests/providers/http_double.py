"""A provider's HTTP API as a local server: the base of all doubles.

A double implements `answer`. The network's faults are the base's: `hangs` (no response until the double is closed),
`hangs up` (the connection is closed without one), `malformed` (200 with an HTML page).
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar


@dataclass(frozen=True)
class Request:
    """A received request."""

    method: str
    path: str
    "With its query."
    headers: Message
    "Case-insensitive."
    body: bytes

    @property
    def json(self) -> Any:
        """The parsed body; None if it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True)
class Response:
    """A response to send."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def json_response(body: Any, status: int = 200, **headers: str) -> Response:
    return Response(status, json.dumps(body).encode(), headers=headers)


class HttpDouble:
    """Responds as `answers` says, and records the requests in `asked`."""

    def __init__(self) -> None:
        self.origin = ""
        "http://127.0.0.1:port, while it is served."
        self.answers = "success"
        self.asked: list[Request] = []
        self._closed = threading.Event()

    @property
    def url(self) -> str:
        """The base URL for the provider's setting; subclasses may add a path."""
        return self.origin

    def answer(self, request: Request) -> Response:
        """The provider's response."""
        raise NotImplementedError

    def take(self, request: Request) -> Response | None:
        """None: close the connection without a response."""
        self.asked.append(request)
        if self.answers == "hangs":
            self._closed.wait()
        if self.answers in {"hangs", "hangs up"}:
            return None
        if self.answers == "malformed":
            return Response(body=b"<html>Welcome to the hotel's Wi-Fi</html>", content_type="text/html")
        return self.answer(request)

    def close(self) -> None:
        """Releases the requests that hang."""
        self._closed.set()


Double = TypeVar("Double", bound=HttpDouble)


@contextmanager
def served(double: Double) -> Iterator[Double]:
    class Conversation(BaseHTTPRequestHandler):
        def _converse(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = double.take(Request(self.command, self.path, self.headers, body))
            if answer is None:
                self.close_connection = True
                return
            with suppress(ConnectionError):  # the client has timed out
                self._say(answer)

        def _say(self, answer: Response) -> None:
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = do_DELETE = _converse  # noqa: N815 # the names http.server looks for

        def log_message(self, *args: object) -> None:
            """No access log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Conversation)
    double.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield double
    finally:
        double.close()
        server.shutdown()
        server.server_close()
        thread.join()
