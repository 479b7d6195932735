"""$connect: authenticates the device and creates its session from the headers.

A web page cannot set headers: it sends `?device-id=…&client-id=…`, which count where the header is missing.
"""

from typing import Any

from chalice_app.admission import Refusal, admission
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.execution import Printer
from stikadoo.keys import canonical_device_id, is_identifier
from stikadoo.logs import LogLine
from stikadoo.printers import STIKADOO
from stikadoo.registered_device import RegisteredDevice
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
    device_id = canonical_device_id(device_id)
    admitted = admission(message.headers.get("authorization", ""), device_id, client_id, cloud)
    if isinstance(admitted, Refusal):
        line.warn(refused=admitted.why, device_id=device_id)
        return {"statusCode": admitted.status.value}
    session = _session(message, admitted, client_id, cloud.settings.session_hours)
    cloud.registry.open(session)
    line.add(session_id=session.session_id, device_id=session.device_id)
    return _echoed_subprotocol(message.headers)


def _identity(message: Incoming, name: str) -> str:
    return message.headers.get(name) or message.query.get(name, "")


def _session(message: Incoming, device: RegisteredDevice, client_id: str, hours: int) -> Session:
    """Language and printer are the registration's until a hello names others."""
    session_id = session_id_of(message.connection_id)
    version = message.headers.get("protocol-version", "")
    return Session(
        session_id=session_id,
        connection_id=message.connection_id,
        device_id=device.device_id or f"unnamed-{session_id[:8]}",
        client_id=client_id,
        language=device.spoken_language or "en",
        printer=Printer(model=device.printer or STIKADOO),
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
