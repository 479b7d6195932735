"""A device's handshake becomes a handshake with API Gateway: the same headers, and the same refusal."""

from http import HTTPStatus

from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus, WebSocketException

from edge.uplink import upstream_protocol_of
from stikadoo.audio.frames import PROTOCOLS, Protocol

OPEN_SECONDS = 9.0
"The firmware gives up after ten."

PING_SECONDS = 20.0

CLOSE_SECONDS = 1.0
"Stock firmware answers no close frame; nor does a network that is gone."

MAX_MESSAGE_BYTES = 128 * 1024
"API Gateway's, both ways."

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
    """The device's handshake cannot succeed: the status to answer with, and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(status, why)
        self.status = status
        self.why = why


def binary_protocol(headers: Headers) -> Protocol:
    """The protocol a device says it speaks, 1 if it says nothing. Raises HandshakeRejected."""
    said = first_value(headers, "Protocol-Version") or "1"
    for number, protocol in PROTOCOLS.items():
        if said == str(number):
            return protocol
    raise HandshakeRejected(HTTPStatus.BAD_REQUEST, "Protocol-Version is 1, 2 or 3")


def first_value(headers: Headers, name: str) -> str:
    """A header's value, the first of several, "" for none."""
    return next(iter(headers.get_all(name)), "").strip()


def forwarded_headers(headers: Headers, protocol: Protocol) -> Headers:
    """All but what belongs to this hop alone; Protocol-Version as upstream will see it."""
    own = {name.strip().lower() for name in ",".join(headers.get_all("Connection")).split(",")}
    own |= _HOP_BY_HOP | {"protocol-version"}
    passed = Headers(
        (name, value)
        for name, value in headers.raw_items()
        if name.lower() not in own and not name.lower().startswith("sec-websocket-")
    )
    passed["Protocol-Version"] = str(upstream_protocol_of(protocol))
    return passed


async def open_upstream(url: str, headers: Headers) -> ClientConnection:
    """Raises HandshakeRejected with upstream's status, or a gateway's own."""
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
        raise HandshakeRejected(_status(exc.response.status_code), "refused upstream") from exc
    except TimeoutError as exc:
        raise HandshakeRejected(HTTPStatus.GATEWAY_TIMEOUT, "upstream did not answer") from exc
    except (WebSocketException, OSError) as exc:
        raise HandshakeRejected(HTTPStatus.BAD_GATEWAY, "upstream cannot be reached") from exc


def _status(code: int) -> HTTPStatus:
    """A refusal as it came; what is none, or has no name, is a bad gateway's."""
    has_name = code in {status.value for status in HTTPStatus}
    return HTTPStatus(code) if has_name and code >= HTTPStatus.BAD_REQUEST else HTTPStatus.BAD_GATEWAY
