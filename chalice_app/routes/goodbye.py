"""goodbye: as the connection's end, only announced."""

from chalice_app.checks import own_session, spoken
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.logs import Line
from stikadoo.messages import Goodbye


def route(message: Incoming, cloud: Cloud, line: Line) -> None:
    goodbye = spoken(message, Goodbye)
    session_id = own_session(message, goodbye.session_id)
    cloud.registry.close(session_id)
    line.add(session_id=session_id)
