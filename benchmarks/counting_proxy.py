"""Calls of AWS become counts: a reverse proxy between Lambdas and the local AWS, which hands on everything as it came.

Service and operation are read where AWS's protocols put them: X-Amz-Target (DynamoDB, Step Functions, Transcribe, SSM),
or method and path (S3, @connections). A request without a signature in its headers is a device's, with a presigned URL.
"""

import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, urlsplit

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "expect"}
"Of one connection, not of the message."

_TARGETS = {"DynamoDB": "dynamodb", "AWSStepFunctions": "states", "Transcribe": "transcribe", "AmazonSSM": "ssm"}


@dataclass(frozen=True)
class Call:
    """One request, and its reply."""

    service: str
    operation: str
    path: str
    sent: int
    "Bytes of its body."
    received: int
    "Bytes of the reply's."
    request: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.service}:{self.operation}"


@dataclass
class CountingProxy:
    url: str
    calls: list[Call] = field(default_factory=list)

    def taken(self) -> list[Call]:
        """Those since the last time."""
        calls, self.calls[:] = list(self.calls), []
        return calls


@contextmanager
def counting_proxy(upstream: str) -> Iterator[CountingProxy]:
    """Runs until the block ends."""
    place = urlsplit(upstream).netloc
    lock = Lock()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection = http.client.HTTPConnection(place, timeout=120)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            connection.request(self.command, self.path, body=body or None, headers=headers | _length(self, body))
            reply = connection.getresponse()
            answer = reply.read()
            connection.close()
            service, operation = named(self.command, self.path, dict(self.headers.items()))
            with lock:
                proxy.calls.append(Call(service, operation, self.path, len(body), len(answer), body))
            with suppress(ConnectionError):  # who asked has gone
                self._hand_back(reply, answer)

        def _hand_back(self, reply: http.client.HTTPResponse, answer: bytes) -> None:
            self.send_response_only(reply.status, reply.reason)
            for name, value in reply.getheaders():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            is_empty = self.command == "HEAD" or reply.status in {204, 304}
            if not is_empty:
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(b"" if is_empty else answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name
            """Counted, not told."""

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_any  # noqa: N815 # the library's names

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    proxy = CountingProxy(f"http://127.0.0.1:{server.server_address[1]}")
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _length(door: BaseHTTPRequestHandler, body: bytes) -> dict[str, str]:
    return {"Content-Length": str(len(body))} if body or door.command in {"PUT", "POST"} else {}


def named(method: str, path: str, headers: dict[str, str]) -> tuple[str, str]:
    """Service and operation: DynamoDB_20120810.UpdateItem → (dynamodb, UpdateItem)."""
    known = {name.lower(): value for name, value in headers.items()}
    if "x-amz-target" in known:
        service, operation = known["x-amz-target"].rsplit(".", 1)
        return _TARGETS[service.split("_")[0].rsplit(".", 1)[-1]], operation
    if "/@connections/" in path:
        return "connections", {"POST": "PostToConnection", "DELETE": "DeleteConnection"}.get(method, method)
    parts = urlsplit(path)
    who = "s3" if "authorization" in known else "device"
    return who, _s3_operation(method, parts.path, parse_qs(parts.query, keep_blank_values=True))


def _s3_operation(method: str, path: str, query: dict[str, list[str]]) -> str:
    if method == "POST" and "delete" in query:
        return "DeleteObjects"
    has_key = re.fullmatch(r"/[^/]+/.+", path) is not None
    if method == "GET" and not has_key:
        return "ListObjectsV2"
    return {"GET": "GetObject", "PUT": "PutObject", "HEAD": "HeadObject", "DELETE": "DeleteObject"}.get(method, method)
