"""A reverse proxy between Lambdas and the local AWS that records every call and forwards it unchanged.

Service and operation are read from the request: X-Amz-Target (DynamoDB, Step Functions, Transcribe, SSM),
or method and path (S3, @connections). A request without a signed header is
a device's download by presigned URL.
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
"Hop-by-hop headers."

_TARGETS = {"DynamoDB": "dynamodb", "AWSStepFunctions": "states", "Transcribe": "transcribe", "AmazonSSM": "ssm"}


@dataclass(frozen=True)
class Call:
    """One request and its response."""

    service: str
    operation: str
    path: str
    sent: int
    "Bytes of the request body."
    received: int
    "Bytes of the response body."
    request: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.service}:{self.operation}"


@dataclass
class CountingProxy:
    url: str
    calls: list[Call] = field(default_factory=list)

    def take(self) -> list[Call]:
        """The calls since the last take; clears them."""
        calls, self.calls[:] = list(self.calls), []
        return calls


@contextmanager
def counting_proxy(upstream: str) -> Iterator[CountingProxy]:
    """Runs until the block ends."""
    host = urlsplit(upstream).netloc
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection = http.client.HTTPConnection(host, timeout=120)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            connection.request(self.command, self.path, body=body or None, headers=headers | _length(self, body))
            response = connection.getresponse()
            content = response.read()
            connection.close()
            service, operation = named(self.command, self.path, dict(self.headers.items()))
            with lock:
                proxy.calls.append(Call(service, operation, self.path, len(body), len(content), body))
            with suppress(ConnectionError):  # the client has disconnected
                self._respond(response, content)

        def _respond(self, response: http.client.HTTPResponse, content: bytes) -> None:
            self.send_response_only(response.status, response.reason)
            for name, value in response.getheaders():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            is_empty = self.command == "HEAD" or response.status in {204, 304}
            if not is_empty:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(b"" if is_empty else content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name
            """Silent."""

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_any  # noqa: N815 # the library's names

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
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


def _length(handler: BaseHTTPRequestHandler, body: bytes) -> dict[str, str]:
    return {"Content-Length": str(len(body))} if body or handler.command in {"PUT", "POST"} else {}


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
