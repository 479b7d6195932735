"""goodbye: closes the session, as $disconnect does."""

from chalice_app.checks import own_session_id, parse_message
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.logs import LogLine
from stikadoo.messages import Goodbye


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    goodbye = parse_message(message, Goodbye)
    session_id = own_session_id(message, goodbye.session_id)
    cloud.registry.close(session_id, message.arrived_ms)
    line.add(session_id=session_id)
