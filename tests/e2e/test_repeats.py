"""A dependency that fails for a moment loses no message: the route's function invokes itself again."""

import asyncio
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from infra.local_stack import Stack
from tests.e2e.conftest import Direct
from tests.workflow.configured import configured

pytestmark = pytest.mark.stack

ROUTE_ATTEMPTS = 2
"Of StartExecution, by one invocation of the route."


class Throttling(ThreadingHTTPServer):
    """Step Functions, in front of the local one: it throttles the first calls, and forwards the others."""

    def __init__(self, behind: str, throttled: int) -> None:
        super().__init__(("127.0.0.1", 0), Forward)
        self.behind = behind
        self.throttled = throttled
        self.calls = 0


class Forward(BaseHTTPRequestHandler):
    server: Throttling

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls += 1
        if self.server.calls <= self.server.throttled:
            self._answer(400, b'{"__type": "ThrottlingException", "message": "Rate exceeded"}')
            return
        request = urllib.request.Request(self.server.behind, body, dict(self.headers.items()))
        with urllib.request.urlopen(request) as response:
            self._answer(200, response.read())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """No log of requests."""


@contextmanager
def throttling(behind: str, throttled: int) -> Iterator[Throttling]:
    with Throttling(behind, throttled) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


async def test_a_wish_whose_execution_could_not_be_started_is_printed_all_the_same(
    stack: Stack, direct: Direct
) -> None:
    with throttling(stack.aws.endpoint, ROUTE_ATTEMPTS) as step_functions:
        endpoint = f"http://127.0.0.1:{step_functions.server_port}"
        with configured(stack, "listen", {"AWS_ENDPOINT_URL_SFN": endpoint}):
            async with direct() as device, asyncio.timeout(60):
                result = await device.wish("a cat")
    assert result.sticker
    assert result.alert is None
    assert step_functions.calls == ROUTE_ATTEMPTS + 1
