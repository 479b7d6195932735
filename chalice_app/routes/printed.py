"""print: stores the result of printing beside the sticker."""

from datetime import UTC, datetime

from pydantic import BaseModel

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.errors import MalformedMessage
from stikadoo.execution import Sticker
from stikadoo.keys import RecordingFolder
from stikadoo.logs import LogLine, emf
from stikadoo.messages import Print


class Printed(BaseModel):
    """printed.json"""

    state: str
    reason: str | None
    at: datetime


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    report = parse_message(message, Print)
    session = require_hello(cloud.registry.find(own_session_id(message, report.session_id)))
    folder = RecordingFolder(report.sticker_id)
    sticker = cloud.bucket.find_facts(folder.sticker, Sticker)
    if sticker is None or sticker.device_id != session.device_id:
        raise MalformedMessage("print.sticker_id: this device has no such sticker")
    at = datetime.fromtimestamp(message.arrived_ms / 1000, UTC)
    cloud.bucket.put_facts(folder.printed, Printed(state=report.state, reason=report.reason, at=at))
    line.add(recording_id=report.sticker_id, device_id=session.device_id, state=report.state, reason=report.reason)
    line.add(**emf({"Prints": (1, "Count")}, State=report.state))
    if report.state == "failed":
        line.warn()
