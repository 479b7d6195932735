"""abort: discards the recording in progress, or cancels the wish being processed."""

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.logs import LogLine
from stikadoo.messages import Abort


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    abort = parse_message(message, Abort)
    session_id = own_session_id(message, abort.session_id)
    discarded = cloud.registry.discard_recording(session_id)
    cancelled = None if discarded else cloud.registry.cancel_wish(session_id)
    session = discarded or cancelled or require_hello(cloud.registry.find(session_id))
    line.add(session_id=session_id, discarded=bool(discarded), cancelled=bool(cancelled))
    line.add(recording_id=session.recording_id, device_id=session.device_id)
