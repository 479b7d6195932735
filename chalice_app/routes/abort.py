"""abort: the child took it back. A recording is discarded; a wish under way is cancelled before it is printed."""

from chalice_app.checks import own_session, spoken
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.logs import Line
from stikadoo.messages import Abort


def route(message: Incoming, cloud: Cloud, line: Line) -> None:
    abort = spoken(message, Abort)
    session_id = own_session(message, abort.session_id)
    discarded = cloud.registry.discard_recording(session_id)
    cancelled = None if discarded else cloud.registry.cancel_wish(session_id)
    ended = discarded or cancelled
    line.add(session_id=session_id, discarded=bool(discarded), cancelled=bool(cancelled))
    if ended:
        line.add(recording_id=ended.recording_id, device_id=ended.device_id)
