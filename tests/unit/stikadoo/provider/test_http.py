"""A company's reply is waited for so long and read so far, and a picture is fetched from its own address alone."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from stikadoo.errors import ProviderRefusedKey, ProviderUnavailable
from stikadoo.provider.http import MOST_BYTES, HttpClient
from tests.providers.http_double import HttpDouble, Request, Response, served

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"


class Shelf(HttpDouble):
    """Holds one picture, and tells of a redirect."""

    def answer(self, request: Request) -> Response:
        if request.path == "/moved":
            return Response(302, headers={"Location": f"{self.origin}/picture"})
        return Response(200 if request.path == "/picture?Signature=s1gn" else 403, b"PNG")


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with served(Shelf()) as shelf:
        yield shelf


@contextmanager
def endless_reply(send: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server whose reply is far too long: `send` adds to it, again and again."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(HEAD)
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


def test_a_picture_is_fetched_without_the_key(shelf: Shelf) -> None:
    assert HttpClient("x", shelf.url, 5).fetch(f"{shelf.url}/picture?Signature=s1gn") == b"PNG"
    assert "Authorization" not in shelf.asked[0].headers


def test_a_moved_picture_is_not_followed(shelf: Shelf) -> None:
    with pytest.raises(ProviderUnavailable, match="x: the picture's address answered 302"):
        HttpClient("x", shelf.url, 5).fetch(f"{shelf.url}/moved")
    assert [request.path for request in shelf.asked] == ["/moved"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "", "//x/y", "http://127.0.0.1:9/picture"])
def test_a_company_asked_over_https_gives_only_such_addresses(address: str) -> None:
    with pytest.raises(ProviderUnavailable, match="none to fetch from"):
        HttpClient("x", "https://dashscope.example/api/v1", 5).fetch(address)


@pytest.mark.parametrize("address", ["https://[1", "https://x:99999/", "https://\x00/"])
def test_an_address_that_is_none_is_the_provider_s_trouble(address: str) -> None:
    with pytest.raises(ProviderUnavailable):
        HttpClient("x", "https://dashscope.example/api/v1", 5).fetch(address)


def test_an_endless_reply_is_left_when_it_has_grown_too_large() -> None:
    piece = bytes(1024 * 1024)
    sent = []

    def pour(connection: socket.socket) -> None:
        connection.sendall(piece)
        sent.append(len(piece))

    with endless_reply(pour) as url, pytest.raises(ProviderUnavailable, match="too large"):
        HttpClient("x", url, 60).fetch(f"{url}/picture")
    assert MOST_BYTES / 2 < sum(sent) < MOST_BYTES * 2  # buffers on the way hold some


def test_a_reply_that_drips_is_left_when_its_time_is_over() -> None:
    dripping = threading.Event()

    def drip(connection: socket.socket) -> None:
        dripping.wait(0.05)
        connection.sendall(b".")

    with endless_reply(drip) as url, pytest.raises(ProviderUnavailable, match="too slow"):
        HttpClient("x", url, 0.4).fetch(f"{url}/picture")


@pytest.mark.parametrize("key", ["", "sk one", "sk\none", "sk-ö", "sk-\x7f"])
def test_a_key_that_no_header_can_hold_is_refused_unsent(shelf: Shelf, key: str) -> None:
    with pytest.raises(ProviderRefusedKey):
        HttpClient("x", shelf.url, 5).post("question", key, {})
    assert not shelf.asked


def test_neither_an_address_nor_a_key_is_logged_even_for_debugging(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    web = HttpClient("x", shelf.url, 5)
    web.fetch(f"{shelf.url}/picture?Signature=s1gn")
    web.post("question", "sk-secret", {"wish": "zyzzyva"})
    assert caplog.text == ""
