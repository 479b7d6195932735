"""listen: start begins a recording, stop ends it, detect carries a wake word or a typed wish.

Start and stop may be handled in any order: the later of the two starts the execution.
"""

import hashlib
import re

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.execution import ExecutionDocument, Transcript, Transcription
from stikadoo.keys import RecordingFolder
from stikadoo.logs import LogLine, emf
from stikadoo.messages import Listen
from stikadoo.session import Session
from stikadoo.turns import Event, Kind, Turn


class TypedDocument(ExecutionDocument):
    """The input for a typed wish, which has its transcription already."""

    transcription: Transcription


def route(message: Incoming, cloud: Cloud, line: LogLine) -> None:
    listen = parse_message(message, Listen)
    session_id = own_session_id(message, listen.session_id)
    line.add(session_id=session_id, state=listen.state)
    if listen.state == "start":
        _start(message, session_id, listen, cloud, line)
    elif listen.state == "stop":
        _stop(message, session_id, listen, cloud, line)
    else:
        _detect(message, session_id, listen, cloud, line)


def _start(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    session, turn = _record(message, session_id, Kind.START, listen.mode, cloud)
    if turn:
        line.add(recording_id=turn.recording_id, device_id=session.device_id, mode=turn.mode)
        _start_if_stopped(message, session, turn, cloud, line)


def _stop(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    last_seq = "" if listen.last_seq is None else str(listen.last_seq)
    session, turn = _record(message, session_id, Kind.STOP, last_seq, cloud)
    line.add(device_id=session.device_id)
    if turn is None:
        line.warn(without_start=True)  # its start may still be on its way, and then starts the execution
        return
    line.add(recording_id=turn.recording_id)
    if turn.stopped_ms != message.arrived_ms:
        line.warn(repeated=True)
    _start_if_stopped(message, session, turn, cloud, line)


def _detect(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    wish = (listen.text or "").strip()
    if not wish or _plain(wish) in {_plain(word) for word in cloud.settings.wake_words.split(",")}:
        line.add(wake_word=True)
        return
    session, turn = _record(message, session_id, Kind.WISH, "", cloud)
    if turn is None or turn.outcome:
        line.warn(repeated=True)
        return
    key = RecordingFolder(turn.recording_id).transcript
    cloud.bucket.put_facts(key, Transcript(text=wish, engine="typed", language=session.language))
    document = _document(session, turn, cloud.endpoint(message))
    transcription = Transcription(status="ready", engine="typed", key=key)
    _start_execution(TypedDocument(**dict(document), transcription=transcription), cloud, line)


def _record(message: Incoming, session_id: str, kind: Kind, value: str, cloud: Cloud) -> tuple[Session, Turn | None]:
    """The session with the message's event, and the turn that the event belongs to."""
    session = require_hello(cloud.registry.record(session_id, Event(message.arrived_ms, kind, value)))
    return session, session.turn_at(message.arrived_ms)


def _start_if_stopped(message: Incoming, session: Session, turn: Turn, cloud: Cloud, line: LogLine) -> None:
    """Once for each recording, however often: the execution is named after it."""
    if turn.stopped_ms is not None and turn.outcome is None:
        _start_execution(_document(session, turn, cloud.endpoint(message)), cloud, line)


def _document(session: Session, turn: Turn, endpoint: str) -> ExecutionDocument:
    """Built from the stored session only, so that a second start has the same input."""
    return ExecutionDocument(
        recording_id=turn.recording_id,
        device=session.device(endpoint, turn),
        recording=session.recording(turn),
        seed=int(hashlib.sha256(turn.recording_id.encode()).hexdigest()[:8], 16),
    )


def _start_execution(document: ExecutionDocument, cloud: Cloud, line: LogLine) -> None:
    started = cloud.machine.start(document)
    line.add(recording_id=document.recording_id, device_id=document.device.device_id, started=started)
    if started:
        line.add(**emf({"Recordings": (1, "Count")}, Stage="listen"))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
