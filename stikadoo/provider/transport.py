"""An HTTP transport whose whole exchange ends at one deadline: connect, TLS, request, headers and body.

httpx's time-outs apply to each read, so headers that arrive two bytes at a time would never time out. httpcore hands
its time-outs unchanged to the network backend. Here they are moments on the monotonic clock instead of seconds, and the
backend gives each socket operation what is left. No proxy of the environment is used.
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from ssl import SSLContext
from typing import Any, cast

import httpcore
import httpx

from stikadoo.provider.deadline import Deadline

_CONNECT_SECONDS = 5.0
"To each of the host's addresses."
_WRITE_BYTES = 16 * 1024

NETWORK_ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
)
"What a request through this transport raises."

Resolver = Callable[[str, int], list[str]]
"Host and port → the IP addresses to connect to, in order. Raises OSError."


def resolved(host: str, port: int) -> list[str]:
    """The host's addresses."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as exc:
        raise OSError("the host name cannot be encoded") from exc
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class DeadlineTransport(httpx.BaseTransport):
    """Each request has the extension `deadline`."""

    def __init__(self, resolver: Resolver = resolved) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_ssl_context(), keepalive_expiry=5, network_backend=_Backend(resolver)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        at = cast("Deadline", request.extensions["deadline"]).at
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=cast("Iterable[bytes]", request.stream),
                extensions={"timeout": {"connect": at, "read": at, "write": at}},
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()


@cache
def _ssl_context() -> SSLContext:
    """One a process: it reads all certificate authorities."""
    return httpx.create_ssl_context()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from cast("Iterable[bytes]", self._response.stream)

    def close(self) -> None:
        self._response.close()


class _Backend(httpcore.NetworkBackend):
    """Takes moments for time-outs."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """To an address that the resolver returned, so that no second look-up can return another."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host, port):
            seconds = min(_CONNECT_SECONDS, _seconds_until(timeout, httpcore.ConnectTimeout))
            try:
                stream = self._backend.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
            else:
                return _Stream(stream)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            return self._resolver(host, port)
        except OSError as exc:
            raise httpcore.ConnectError(type(exc).__name__) from exc


class _Stream(httpcore.NetworkStream):
    """Takes moments for time-outs."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _seconds_until(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITE_BYTES):
            seconds = _seconds_until(timeout, httpcore.WriteTimeout)
            self._stream.write(buffer[start : start + _WRITE_BYTES], seconds)

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = _seconds_until(timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _seconds_until(moment: float | None, error: type[httpcore.TimeoutException]) -> float:
    """Raises the error if it has passed."""
    assert moment is not None
    seconds = moment - time.monotonic()
    if seconds <= 0:
        raise error("the deadline has passed")
    return seconds
