"""A provider's HTTP API as a local server: what all doubles share.

A double says in `answer` what the provider would. What a network can do to anybody it need not say:
`hangs` (no answer until the double is closed), `hangs up` (the connection ends without one), `malformed` (200, and a
page for people).
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
class Asked:
    """A request as it came."""

    method: str
    path: str
    "With its query."
    headers: Message
    "Names in any case."
    body: bytes

    @property
    def json(self) -> Any:
        """None if the body is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True)
class Answer:
    """A reply to be sent."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def json_answer(body: Any, status: int = 200, **headers: str) -> Answer:
    return Answer(status, json.dumps(body).encode(), headers=headers)


class HttpDouble:
    """Answers as `answers` says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.origin = ""
        "http://127.0.0.1:port, once it is served."
        self.answers = "success"
        self.asked: list[Asked] = []
        self._closed = threading.Event()

    @property
    def url(self) -> str:
        """The base URL to set; a provider's may have a path."""
        return self.origin

    def answer(self, asked: Asked) -> Answer:
        """What the provider would say."""
        raise NotImplementedError

    def take(self, asked: Asked) -> Answer | None:
        """None: nothing is said, the connection ends."""
        self.asked.append(asked)
        if self.answers == "hangs":
            self._closed.wait()
        if self.answers in {"hangs", "hangs up"}:
            return None
        if self.answers == "malformed":
            return Answer(body=b"<html>Welcome to the hotel's Wi-Fi</html>", content_type="text/html")
        return self.answer(asked)

    def close(self) -> None:
        """Lets go of those who wait."""
        self._closed.set()


Double = TypeVar("Double", bound=HttpDouble)


@contextmanager
def served(double: Double) -> Iterator[Double]:
    class Conversation(BaseHTTPRequestHandler):
        def _converse(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = double.take(Asked(self.command, self.path, self.headers, body))
            if answer is None:
                self.close_connection = True
                return
            with suppress(ConnectionError):  # whoever asked has given up waiting
                self._say(answer)

        def _say(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = _converse  # noqa: N815 # the names http.server looks for

        def log_message(self, *args: object) -> None:
            """Quiet: pytest shows what matters."""

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
