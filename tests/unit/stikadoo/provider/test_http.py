"""Responses are limited in time and size, and pictures are downloaded from their own URL only."""

import gzip
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from stikadoo.errors import ProviderRefusedKey, ProviderUnavailable
from stikadoo.provider.deadline import Deadline
from stikadoo.provider.http import MAX_RESPONSE_BYTES, HttpClient
from tests.providers.http_double import HttpDouble, Request, Response, served

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
    assert HttpClient("x", server.url, 5).fetch(f"{server.url}/picture?Signature=s1gn") == b"PNG"
    assert "Authorization" not in server.asked[0].headers


def test_a_redirect_is_not_followed(server: PictureServer) -> None:
    with pytest.raises(ProviderUnavailable, match="x: HTTP 302 for the picture's URL"):
        HttpClient("x", server.url, 5).fetch(f"{server.url}/moved")
    assert [request.path for request in server.asked] == ["/moved"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "", "//x/y", "http://127.0.0.1:9/picture"])
def test_only_https_pictures_are_fetched_from_an_https_provider(address: str) -> None:
    with pytest.raises(ProviderUnavailable, match="no permitted scheme"):
        HttpClient("x", "https://dashscope.example/api/v1", 5).fetch(address)


@pytest.mark.parametrize("address", ["https://[1", "https://x:99999/", "https://\x00/"])
def test_an_invalid_url_is_a_provider_failure(address: str) -> None:
    with pytest.raises(ProviderUnavailable):
        HttpClient("x", "https://dashscope.example/api/v1", 5).fetch(address)


def test_a_response_above_the_size_limit_is_aborted() -> None:
    piece = bytes(1024 * 1024)
    sent = []

    def pour(connection: socket.socket) -> None:
        connection.sendall(piece)
        sent.append(len(piece))

    with endless_reply(pour) as url, pytest.raises(ProviderUnavailable, match="too large"):
        HttpClient("x", url, 60).fetch(f"{url}/picture")
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
            HttpClient("x", url, 0.5).fetch(f"{url}/picture")
        assert time.monotonic() - began < 3


def test_a_request_that_is_not_read_is_aborted_at_the_deadline() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with listening, pytest.raises(ProviderUnavailable, match="x: WriteTimeout"):
        HttpClient("x", url, 0.5).post("question", "key", {"wish": "a" * 20_000_000})


def test_two_exchanges_share_a_deadline(server: PictureServer) -> None:
    client, deadline = HttpClient("x", server.url, 60), Deadline.after(0)
    with pytest.raises(ProviderUnavailable, match="x: ConnectTimeout"):
        client.fetch(f"{server.url}/picture?Signature=s1gn", deadline)
    assert not server.asked


def test_a_compressed_response_is_read_although_none_was_asked_for() -> None:
    class Compressing(PictureServer):
        def answer(self, request: Request) -> Response:
            return Response(200, gzip.compress(b"PNG"), headers={"Content-Encoding": "gzip"})

    with served(Compressing()) as server:
        assert HttpClient("x", server.url, 5).fetch(f"{server.url}/picture") == b"PNG"


@pytest.mark.parametrize("key", ["", "sk one", "sk\none", "sk-ö", "sk-\x7f"])
def test_a_key_that_is_no_header_value_is_rejected_unsent(server: PictureServer, key: str) -> None:
    with pytest.raises(ProviderRefusedKey):
        HttpClient("x", server.url, 5).post("question", key, {})
    assert not server.asked


def test_neither_an_address_nor_a_key_is_logged_even_for_debugging(
    server: PictureServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = HttpClient("x", server.url, 5)
    client.fetch(f"{server.url}/picture?Signature=s1gn")
    client.post("question", "sk-secret", {"wish": "zyzzyva"})
    assert caplog.text == ""
