"""The bridge's port answers every HTTP request, and forwards those of devices that start."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

import pytest

from edge.device_connection import MAX_PLAIN
from edge.http_front import (
    MAX_BODY_BYTES,
    Answer,
    HttpConversation,
    HttpLimits,
    HttpRequest,
    HttpResponse,
    Opening,
    opening,
)
from edge.server import BridgeOptions, bridge
from tests.providers.http_double import HttpDouble, Request, Response, json_response, served
from tests.unit.edge.conftest import Upstream

BODY = json.dumps({"application": {"version": "2.4.2"}})


class ProvisioningDouble(HttpDouble):
    def answer(self, request: Request) -> Response:
        if self.answers == "unknown status":
            return json_response({}, status=299)
        return json_response({"path": request.path}, status=202 if request.path.endswith("activate") else 200)


@pytest.fixture
def provisioning() -> Iterator[ProvisioningDouble]:
    with served(ProvisioningDouble()) as double:
        yield double


@pytest.fixture
async def port(upstream: Upstream, provisioning: ProvisioningDouble) -> AsyncIterator[int]:
    options = BridgeOptions(upstream.url, port=0, provisioning=f"{provisioning.origin}/challenge")
    async with bridge(options) as running:
        yield int(running.url.rsplit(":", 1)[1])


async def exchange(port: int, *parts: bytes) -> tuple[bytes, dict[str, str], bytes]:
    """Status line, headers and body of the response to what is sent in these parts, at the connection's end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(10):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        received = await reader.read()
    writer.close()
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    headers = {name.lower(): value for name, value in (line.decode().split(": ", 1) for line in lines)}
    return status, headers, body


def request(method: str, path: str, body: str = "", **headers: str) -> bytes:
    """As the firmware's http_client.cc sends it."""
    sent = {"Host": "192.168.1.20:8765", "Device-Id": "b4:3a:45:9b:94:74", "Client-Id": "c-1", **headers}
    sent |= {"Content-Length": str(len(body)), "Connection": "keep-alive"}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@pytest.mark.parametrize(
    ("path", "forwarded", "status"),
    [
        ("/challenge", "/challenge", b"200 OK"),
        ("/challenge/", "/challenge", b"200 OK"),
        ("/xiaozhi/ota/", "/challenge", b"200 OK"),
        ("/challenge/activate", "/challenge/activate", b"202 Accepted"),
        ("/xiaozhi/ota/activate", "/challenge/activate", b"202 Accepted"),
        ("/ota/?a=b", "/challenge", b"200 OK"),
    ],
)
async def test_a_start_is_forwarded_and_answered_with_its_length(
    port: int, provisioning: ProvisioningDouble, path: str, forwarded: str, status: bytes
) -> None:
    line, headers, body = await exchange(port, request("POST", path, BODY))
    assert line == b"HTTP/1.1 " + status
    assert (headers["content-type"], int(headers["content-length"])) == ("application/json", len(body))
    (asked,) = provisioning.asked
    assert (asked.method, asked.path, asked.body.decode()) == ("POST", forwarded, BODY)


async def test_the_device_s_headers_are_forwarded_with_the_url_by_which_it_reaches_the_bridge(
    port: int, provisioning: ProvisioningDouble
) -> None:
    sent = {"Accept-Language": "zh-CN", "Activation-Version": "1", "User-Agent": "stikadoo/2.4.2", "Cookie": "no"}
    await exchange(port, request("POST", "/challenge", BODY, **sent, **{"Stikadoo-Bridge-Url": "ws://evil"}))
    (asked,) = provisioning.asked
    assert asked.headers["Stikadoo-Bridge-Url"] == "ws://192.168.1.20:8765"
    assert (asked.headers["Device-Id"], asked.headers["Client-Id"]) == ("b4:3a:45:9b:94:74", "c-1")
    assert (asked.headers["Accept-Language"], asked.headers["User-Agent"]) == ("zh-CN", "stikadoo/2.4.2")
    assert asked.headers["Cookie"] is None


async def test_a_bridge_behind_a_proxy_names_its_public_url(
    upstream: Upstream, provisioning: ProvisioningDouble
) -> None:
    options = BridgeOptions(
        upstream.url, port=0, provisioning=f"{provisioning.origin}/challenge", public_url="wss://bridge.example.com"
    )
    async with bridge(options) as running:
        await exchange(int(running.url.rsplit(":", 1)[1]), request("GET", "/challenge"))
    assert provisioning.asked[0].headers["Stikadoo-Bridge-Url"] == "wss://bridge.example.com"


async def test_a_request_in_pieces_is_answered(port: int, provisioning: ProvisioningDouble) -> None:
    whole = request("POST", "/challenge", BODY)
    line, _, _ = await exchange(port, *(whole[at : at + 7] for at in range(0, len(whole), 7)))
    assert line == b"HTTP/1.1 200 OK"
    assert provisioning.asked[0].body.decode() == BODY


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request("PUT", "/challenge"), b"405 Method Not Allowed"),
        (request("DELETE", "/ota/"), b"405 Method Not Allowed"),
        (request("POST", "/", BODY), b"405 Method Not Allowed"),
        (request("GET", "/"), b"426 Upgrade Required"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400 Bad Request"),
        (b"POST /challenge HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", b"400 Bad Request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", b"431 Request Header Fields Too Large"),
        (request("POST", "/challenge", "x" * (MAX_BODY_BYTES + 1)), b"413 Request Entity Too Large"),
    ],
)
async def test_every_request_is_answered(
    port: int, provisioning: ProvisioningDouble, sent: bytes, status: bytes
) -> None:
    line, headers, _ = await exchange(port, sent)
    assert line == b"HTTP/1.1 " + status
    assert headers["connection"] == "close"
    assert provisioning.asked == []


async def test_a_bridge_without_a_provisioning_api_says_so(upstream: Upstream) -> None:
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        line, _, body = await exchange(int(running.url.rsplit(":", 1)[1]), request("POST", "/challenge", BODY))
    assert line == b"HTTP/1.1 404 Not Found"
    assert "--provisioning" in json.loads(body)["error"]


async def test_a_provisioning_api_that_hangs_up_is_a_bad_gateway(port: int, provisioning: ProvisioningDouble) -> None:
    provisioning.answers = "hangs up"
    line, _, body = await exchange(port, request("POST", "/challenge", BODY))
    assert line == b"HTTP/1.1 502 Bad Gateway"
    assert "error" in json.loads(body)


async def test_a_status_that_nobody_knows_is_a_bad_gateway(port: int, provisioning: ProvisioningDouble) -> None:
    provisioning.answers = "unknown status"
    line, _, _ = await exchange(port, request("POST", "/challenge", BODY))
    assert line == b"HTTP/1.1 502 Bad Gateway"


async def test_a_header_that_is_not_ascii_is_forwarded_as_it_is(port: int, provisioning: ProvisioningDouble) -> None:
    sent = request("POST", "/challenge", BODY, **{"User-Agent": "cafe"}).replace(b"cafe", b"caf\xe9")
    line, _, _ = await exchange(port, sent)
    assert line == b"HTTP/1.1 200 OK"
    assert provisioning.asked[0].headers["User-Agent"].encode("latin-1") == b"caf\xe9"


async def test_a_client_that_leaves_early_disturbs_nobody(port: int, provisioning: ProvisioningDouble) -> None:
    for sent in (b"", b"POST /cha", request("POST", "/challenge", BODY)[:-5]):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        writer.transport.abort()
    line, _, _ = await exchange(port, request("POST", "/challenge", BODY))
    assert line == b"HTTP/1.1 200 OK"


async def test_connections_that_are_no_websocket_are_limited_in_number(port: int) -> None:
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MAX_PLAIN)]
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(5):
            with suppress(ConnectionResetError):
                assert await reader.read() == b""
        writer.close()
    finally:
        for reader, writer in streams:
            writer.write(request("GET", "/"))
            assert (await reader.readline()).endswith(b"Required\r\n")
            writer.close()
    assert (await exchange(port, request("POST", "/challenge", BODY)))[0] == b"HTTP/1.1 200 OK"


async def test_a_client_that_sends_nothing_does_not_keep_the_bridge_from_stopping(upstream: Upstream) -> None:
    async with asyncio.timeout(5):
        async with bridge(BridgeOptions(upstream.url, port=0)) as running:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(running.url.rsplit(":", 1)[1]))
            writer.write(b"GET / HT")
            await writer.drain()
            assert (await exchange(int(running.url.rsplit(":", 1)[1]), request("GET", "/")))[0].endswith(b"Required")
        with suppress(ConnectionResetError):
            assert await reader.read() == b""
    writer.close()


async def test_a_client_that_asks_before_it_sends_its_body_is_told_to_go_on(port: int) -> None:
    sent = request("POST", "/challenge", BODY, Expect="100-continue")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(10):
        writer.write(sent[: -len(BODY)])
        assert (await reader.readline()).startswith(b"HTTP/1.1 100")
        writer.write(BODY.encode())
        assert b"HTTP/1.1 200 OK" in await reader.read()
    writer.close()


class Accepting(asyncio.Protocol):
    """Hands each connection to an HttpConversation, as DeviceConnection does."""

    def __init__(self, answer: Answer, limits: HttpLimits) -> None:
        self.answer = answer
        self.limits = limits

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.set_protocol(HttpConversation(transport, self.answer, self.limits, lambda: None))


@asynccontextmanager
async def answering(answer: Answer, limits: HttpLimits) -> AsyncIterator[int]:
    """The port of a server that answers every request so."""
    server = await asyncio.get_running_loop().create_server(lambda: Accepting(answer, limits), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_an_answer_may_take_longer_than_the_request_may() -> None:
    """A provisioning API that starts cold needs more than the nine seconds within which a request must arrive."""
    limits = HttpLimits(arrival_seconds=0.05, answer_seconds=20)

    async def slowly(_request: HttpRequest) -> HttpResponse:
        done = asyncio.Event()
        asyncio.get_running_loop().call_later(0.3, done.set)
        await done.wait()
        return HttpResponse(HTTPStatus.OK)

    async with answering(slowly, limits) as port:
        line, _, _ = await exchange(port, request("POST", "/challenge", BODY))
    assert line == b"HTTP/1.1 200 OK"


async def test_a_request_that_does_not_arrive_in_time_is_aborted() -> None:
    async def never(_request: HttpRequest) -> HttpResponse:
        raise AssertionError("the request is not complete")

    async with answering(never, HttpLimits(arrival_seconds=0.05, answer_seconds=20)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request("POST", "/challenge", BODY)[:-5])
        with suppress(ConnectionResetError):
            async with asyncio.timeout(5):
                assert await reader.read() == b""
        writer.close()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", Opening.INCOMPLETE),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", Opening.INCOMPLETE),
        (b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n", Opening.WEBSOCKET),
        (b"POST / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n", Opening.HTTP),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", Opening.HTTP),
        (b"nonsense\r\n\r\n", Opening.HTTP),
    ],
)
def test_a_handshake_is_told_from_other_requests(head: bytes, kind: Opening) -> None:
    assert opening(head) is kind
