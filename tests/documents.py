"""A device and one of its recordings, for tests of workers."""

from stikadoo.execution import Device, Recording
from stikadoo.session import Session, session_id_of

CONNECTION = "c1"

DEVICE = Device(
    device_id="b4:3a:45:9b:94:74",
    session_id=session_id_of(CONNECTION),
    connection_id=CONNECTION,
    endpoint="http://127.0.0.1:9",
)

RECORDING = Recording(connection_id=CONNECTION, started_ms=1_795_000_000_000, stopped_ms=1_795_000_003_000)


def session_of(connection_id: str, device_id: str, connected_ms: int = 1) -> Session:
    """An open session: the device has said hello."""
    return Session(
        session_id=session_id_of(connection_id),
        connection_id=connection_id,
        device_id=device_id,
        connected_ms=connected_ms,
        greeted_ms=connected_ms,
        expires_at=2_000_000_000,
    )
