"""$connect: authenticates the device and creates its session from the headers.

A web page cannot set headers: it sends `?device-id=…&client-id=…`, which count where the header is missing.
"""

import hmac
from typing import Any

from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.keys import canonical_device_id, is_identifier
from stikadoo.logs import LogLine
from stikadoo.session import Session, session_id_of


def route(message: Incoming, cloud: Cloud, line: LogLine) -> dict[str, Any] | None:
    device_id, client_id = _identity(message, "device-id"), _identity(message, "client-id")
    if refused := [
        name
        for name, value in (("Device-Id", device_id), ("Client-Id", client_id))
        if value and not is_identifier(value)
    ]:
        line.warn(refused=f"{' and '.join(refused)}: 1 to 64 letters, digits and . _ : -")
        return {"statusCode": 400}
    if not _is_authorized(message.headers.get("authorization", ""), cloud):
        line.warn(refused="invalid token", device_id=device_id)
        return {"statusCode": 401}
    session = _session(message, device_id, client_id, cloud.settings.session_hours)
    cloud.registry.open(session)
    line.add(session_id=session.session_id, device_id=session.device_id)
    return _echoed_subprotocol(message.headers)


def _is_authorized(authorization: str, cloud: Cloud) -> bool:
    """Without a tokens parameter every device is authorized; with a parameter that has no tokens, none is."""
    if not cloud.settings.tokens_parameter:
        return True
    presented = authorization.removeprefix("Bearer ").encode()
    return any(hmac.compare_digest(presented, token.encode()) for token in cloud.tokens.value().split())


def _identity(message: Incoming, name: str) -> str:
    return message.headers.get(name) or message.query.get(name, "")


def _session(message: Incoming, device_id: str, client_id: str, hours: int) -> Session:
    session_id = session_id_of(message.connection_id)
    version = message.headers.get("protocol-version", "")
    return Session(
        session_id=session_id,
        connection_id=message.connection_id,
        device_id=canonical_device_id(device_id or f"unnamed-{session_id[:8]}"),
        client_id=client_id,
        protocol=int(version) if version in {"1", "2", "3"} else 1,
        connected_ms=message.arrived_ms,
        expires_at=message.arrived_ms // 1000 + hours * 3600,
    )


def _echoed_subprotocol(headers: dict[str, str]) -> dict[str, Any] | None:
    """A client that offers subprotocols disconnects unless the response selects one."""
    subprotocols = headers.get("sec-websocket-protocol")
    if not subprotocols:
        return None
    return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": subprotocols.split(",")[0].strip()}}
