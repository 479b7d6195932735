"""$disconnect: closes the session. A recording in progress is discarded; a running execution continues."""

from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.logs import LogLine
from stikadoo.session import session_id_of


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    closed = cloud.registry.close(session_id_of(message.connection_id), message.arrived_ms)
    if closed:
        line.add(session_id=closed.session_id, device_id=closed.device_id, recording_id=closed.recording_id)
