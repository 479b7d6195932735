"""Responses are limited in time and size, and pictures are downloaded from their own URL only."""

import gzip
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from stikadoo.errors import PictureUnusable, ProviderRefusedKey, ProviderUnavailable, StikadooError
from stikadoo.provider.deadline import Deadline
from stikadoo.provider.http import MAX_RESPONSE_BYTES, HttpClient
from stikadoo.provider.transport import DeadlineTransport
from tests.providers.http_double import HttpDouble, Request, Response, served

PICTURE_HOST = "127.0.0.1"

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"


class PictureServer(HttpDouble):
    """Serves one picture and one redirect."""

    def answer(self, request: Request) -> Response:
        if request.path == "/moved":
            return Response(302, headers={"Location": f"{self.origin}/picture"})
        return Response(200 if request.path == "/picture?Signature=s1gn" else 403, b"PNG")


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with served(PictureServer()) as server:
        yield server


@contextmanager
def endless_reply(send: Callable[[socket.socket], None], head: bytes = HEAD) -> Iterator[str]:
    """A server with an endless response: it begins with `head`, and `send` adds to it repeatedly."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(head)
            with suppress(OSError):  # the client has had enough
                for _ in range(100):
                    send(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        thread.join()
        listening.close()


def test_a_picture_is_fetched_without_the_key(server: PictureServer) -> None:
    assert HttpClient("x", server.url, 5, PICTURE_HOST).fetch(f"{server.url}/picture?Signature=s1gn") == b"PNG"
    assert "Authorization" not in server.asked[0].headers


def test_a_redirect_is_not_followed(server: PictureServer) -> None:
    with pytest.raises(PictureUnusable, match="x: HTTP 302 for the picture's URL"):
        HttpClient("x", server.url, 5, PICTURE_HOST).fetch(f"{server.url}/moved")
    assert [request.path for request in server.asked] == ["/moved"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "", "//x/y", "http://127.0.0.1:9/picture"])
def test_only_https_pictures_are_fetched_from_an_https_provider(address: str) -> None:
    with pytest.raises(PictureUnusable, match="no permitted scheme"):
        HttpClient("x", "https://dashscope.example/api/v1", 5).fetch(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"])
def test_no_picture_is_fetched_from_an_address_that_is_not_public(server: PictureServer, host: str) -> None:
    """Whatever the base URL is: here it is the same server."""
    port = server.origin.rpartition(":")[2]
    with pytest.raises(PictureUnusable, match="x: AddressNotPublic"):
        HttpClient("x", server.url, 5).fetch(f"https://{host}:{port}/picture?Signature=s1gn")
    with pytest.raises(PictureUnusable, match="no permitted scheme"):
        HttpClient("x", server.url, 5).fetch(f"http://{host}:{port}/picture?Signature=s1gn")
    assert not server.asked


@pytest.mark.parametrize("named", ["{host}", "{host}:{port}", "pictures.example, {host}"])
def test_a_host_of_the_setting_may_be_private_and_without_tls(server: PictureServer, named: str) -> None:
    host, _, port = server.origin.removeprefix("http://").partition(":")
    client = HttpClient("x", "https://gateway.example/v1", 5, named.format(host=host, port=port))
    assert client.fetch(f"{server.url}/picture?Signature=s1gn") == b"PNG"


@pytest.mark.parametrize("named", ["127.0.0.2", "127.0.0.1:1", "0.1", "http://127.0.0.1"])
def test_another_host_of_the_setting_changes_nothing(server: PictureServer, named: str) -> None:
    with pytest.raises(PictureUnusable, match="no permitted scheme"):
        HttpClient("x", server.url, 5, named).fetch(f"{server.url}/picture?Signature=s1gn")


def test_the_connection_is_made_to_the_address_that_was_checked(server: PictureServer) -> None:
    """The name has no address but the one that the resolver returned: a second look-up would fail."""
    port = server.origin.rpartition(":")[2]
    transport = DeadlineTransport(lambda host, port: ["127.0.0.1"])
    with httpx.Client(transport=transport) as client:
        url = f"http://pictures.invalid:{port}/picture?Signature=s1gn"
        assert client.get(url, extensions={"deadline": Deadline.after(5)}).content == b"PNG"
    assert server.asked[0].headers["Host"] == f"pictures.invalid:{port}"


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("https://[1", ProviderUnavailable),
        ("https://x:99999/", ProviderUnavailable),
        ("https://\x00/", PictureUnusable),
    ],
)
def test_an_invalid_url_is_a_provider_failure(address: str, error: type[StikadooError]) -> None:
    """A name without an address may have one later."""
    with pytest.raises(error):
        HttpClient("x", "https://dashscope.example/api/v1", 5).fetch(address)


def test_a_response_above_the_size_limit_is_aborted() -> None:
    piece = bytes(1024 * 1024)
    sent = []

    def pour(connection: socket.socket) -> None:
        connection.sendall(piece)
        sent.append(len(piece))

    with endless_reply(pour) as url, pytest.raises(ProviderUnavailable, match="too large"):
        HttpClient("x", url, 60, PICTURE_HOST).fetch(f"{url}/picture")
    assert MAX_RESPONSE_BYTES / 2 < sum(sent) < MAX_RESPONSE_BYTES * 2  # buffers on the way hold some


@pytest.mark.parametrize(
    "head", [b"", b"HTTP/1.1 200 OK\r\nX-Name: ", HEAD], ids=["nothing", "half the headers", "the headers"]
)
def test_a_response_in_drips_is_aborted_at_the_deadline(head: bytes) -> None:
    """Each byte arrives well within the deadline, the last one after 10 s."""
    dripping = threading.Event()

    def drip(connection: socket.socket) -> None:
        dripping.wait(0.1)
        connection.sendall(b".")

    with endless_reply(drip, head) as url:
        began = time.monotonic()
        with pytest.raises(ProviderUnavailable, match="x: ReadTimeout"):
            HttpClient("x", url, 0.5, PICTURE_HOST).fetch(f"{url}/picture")
        assert time.monotonic() - began < 3


def test_a_request_that_is_not_read_is_aborted_at_the_deadline() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with listening, pytest.raises(ProviderUnavailable, match="x: WriteTimeout"):
        HttpClient("x", url, 3, PICTURE_HOST).post("question", "key", {"wish": "a" * 20_000_000})


def test_two_exchanges_share_a_deadline(server: PictureServer) -> None:
    client, deadline = HttpClient("x", server.url, 60, PICTURE_HOST), Deadline.after(0)
    with pytest.raises(ProviderUnavailable, match="x: ConnectTimeout"):
        client.fetch(f"{server.url}/picture?Signature=s1gn", deadline)
    assert not server.asked


def test_a_compressed_response_is_read_although_none_was_asked_for() -> None:
    class Compressing(PictureServer):
        def answer(self, request: Request) -> Response:
            return Response(200, gzip.compress(b"PNG"), headers={"Content-Encoding": "gzip"})

    with served(Compressing()) as server:
        assert HttpClient("x", server.url, 5, PICTURE_HOST).fetch(f"{server.url}/picture") == b"PNG"


@pytest.mark.parametrize("key", ["", "sk one", "sk\none", "sk-ö", "sk-\x7f"])
def test_a_key_that_is_no_header_value_is_rejected_unsent(server: PictureServer, key: str) -> None:
    with pytest.raises(ProviderRefusedKey):
        HttpClient("x", server.url, 5, PICTURE_HOST).post("question", key, {})
    assert not server.asked


def test_neither_an_address_nor_a_key_is_logged_even_for_debugging(
    server: PictureServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = HttpClient("x", server.url, 5, PICTURE_HOST)
    client.fetch(f"{server.url}/picture?Signature=s1gn")
    client.post("question", "sk-secret", {"wish": "zyzzyva"})
    assert caplog.text == ""
