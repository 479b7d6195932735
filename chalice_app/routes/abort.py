"""abort: discards the recording in progress, or cancels the wish being processed."""

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.logs import LogLine
from stikadoo.messages import Abort
from stikadoo.turns import Event, Kind


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    abort = parse_message(message, Abort)
    session_id = own_session_id(message, abort.session_id)
    event = Event(message.arrived_ms, Kind.ABORT)
    session = require_hello(cloud.registry.record(session_id, event)).session
    line.add(session_id=session_id, device_id=session.device_id)
    if turn := session.turn_of(event):
        line.add(recording_id=turn.recording_id, discarded=turn.is_discarded, cancelled=turn.is_cancelled)
