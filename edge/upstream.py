"""The WebSocket handshake with API Gateway: forwards the device's headers and API Gateway's rejection."""

from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.http11 import Request

from edge.uplink import upstream_protocol_of
from stikadoo.audio.frames import PROTOCOLS, Protocol
from stikadoo.keys import is_identifier

OPEN_SECONDS = 9.0
"The firmware's timeout is ten seconds."

PING_SECONDS = 20.0

CLOSE_SECONDS = 1.0
"Short, since stock firmware does not answer a close frame."

MAX_MESSAGE_BYTES = 128 * 1024
"API Gateway's limit, in both directions."

_IDENTITY = ("device-id", "client-id")

_HOP_BY_HOP = frozenset(
    {
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


class HandshakeRejected(Exception):
    """The device's handshake is rejected with this HTTP status."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


def binary_protocol(headers: Headers) -> Protocol:
    """The version in the Protocol-Version header, by default 1. Raises HandshakeRejected."""
    version = first_value(headers, "Protocol-Version") or "1"
    for number, protocol in PROTOCOLS.items():
        if version == str(number):
            return protocol
    raise HandshakeRejected(HTTPStatus.BAD_REQUEST, "Protocol-Version is 1, 2 or 3")


def first_value(headers: Headers, name: str) -> str:
    """A header's value, the first of several, "" for none."""
    return next(iter(headers.get_all(name)), "").strip()


def with_identity(request: Request) -> Headers:
    """The request's headers. A web page cannot set any: its `?device-id=…&client-id=…` count where one is missing."""
    headers = request.headers.copy()
    for name, values in parse_qs(urlsplit(request.path).query).items():
        if name.lower() in _IDENTITY and not first_value(headers, name) and is_identifier(values[0]):
            headers.pop(name, None)
            headers[name] = values[0]
    return headers


def forwarded_headers(headers: Headers, protocol: Protocol) -> Headers:
    """All headers except hop-by-hop ones, with the Protocol-Version of the connection upstream."""
    excluded = {name.strip().lower() for name in ",".join(headers.get_all("Connection")).split(",")}
    excluded |= _HOP_BY_HOP | {"protocol-version"}
    forwarded = Headers(
        (name, value)
        for name, value in headers.raw_items()
        if name.lower() not in excluded and not name.lower().startswith("sec-websocket-")
    )
    forwarded["Protocol-Version"] = str(upstream_protocol_of(protocol))
    return forwarded


async def open_upstream(url: str, headers: Headers) -> ClientConnection:
    """Raises HandshakeRejected, with upstream's status if it answered, else 502 or 504."""
    try:
        return await connect(
            url,
            additional_headers=headers,
            user_agent_header=None,
            compression=None,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=PING_SECONDS,
            max_size=MAX_MESSAGE_BYTES,
        )
    except InvalidStatus as exc:
        raise HandshakeRejected(_status(exc.response.status_code), "rejected by upstream") from exc
    except TimeoutError as exc:
        raise HandshakeRejected(HTTPStatus.GATEWAY_TIMEOUT, "upstream did not answer") from exc
    except (WebSocketException, OSError) as exc:
        raise HandshakeRejected(HTTPStatus.BAD_GATEWAY, "upstream cannot be reached") from exc


def _status(code: int) -> HTTPStatus:
    """Upstream's status if it is a known error status, else 502."""
    is_known = code in {status.value for status in HTTPStatus}
    return HTTPStatus(code) if is_known and code >= HTTPStatus.BAD_REQUEST else HTTPStatus.BAD_GATEWAY
