"""listen: start begins a recording, stop starts its execution, detect carries a wake word or a typed wish."""

import hashlib
from datetime import UTC, datetime

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wake_words import is_wake_word
from chalice_app.wiring import Cloud
from stikadoo.errors import MalformedMessage
from stikadoo.execution import ExecutionDocument, Transcript, Transcription
from stikadoo.keys import RecordingFolder, device_key
from stikadoo.logs import LogLine, emf
from stikadoo.messages import Listen
from stikadoo.session import Session, State


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


def recording_id(session: Session, arrived_ms: int) -> str:
    """{device key}-{time}-{hash}: sorts by device and time; the same message always has the same recording id."""
    at = datetime.fromtimestamp(arrived_ms / 1000, UTC)
    return f"{device_key(session.device_id)}-{at:%Y%m%d-%H%M%S}-{_hash(f'{session.connection_id} {arrived_ms}')[:8]}"


def _start(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    recording = recording_id(require_hello(cloud.registry.find(session_id)), message.arrived_ms)
    session = require_hello(cloud.registry.start_listening(session_id, recording, message.arrived_ms, listen.mode))
    line.add(recording_id=recording, device_id=session.device_id, mode=session.mode)


def _stop(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    session = cloud.registry.stop_listening(session_id, message.arrived_ms, listen.last_seq)
    if session is None:
        session = _already_stopped(cloud.registry.find(session_id))
        line.warn(repeated=True)
    if session.state is State.PROCESSING:
        _start_execution(_document(session, cloud.endpoint(message)), cloud, line)


def _already_stopped(session: Session | None) -> Session:
    """The session of a repeated stop, which starts the execution again if it is missing. Raises MalformedMessage."""
    if session is None or session.state is State.CONNECTED:
        raise MalformedMessage("say hello first")
    if session.stopped_ms is None:
        raise MalformedMessage("listen stop without listen start")
    return session


def _detect(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    wish = (listen.text or "").strip()
    if not wish or is_wake_word(wish, cloud.settings):
        line.add(wake_word=True)
        return
    recording = recording_id(require_hello(cloud.registry.find(session_id)), message.arrived_ms)
    session = require_hello(cloud.registry.take_typed_wish(session_id, recording))
    key = RecordingFolder(recording).transcript
    cloud.bucket.put_facts(key, Transcript(text=wish, engine="typed", language=session.language))
    document = _document(session, cloud.endpoint(message))
    transcription = Transcription(status="ready", engine="typed", key=key)
    _start_execution(TypedDocument(**dict(document), transcription=transcription), cloud, line)


def _document(session: Session, endpoint: str) -> ExecutionDocument:
    """Built from the stored session only, so that a second start has the same input."""
    if session.recording_id is None:
        raise MalformedMessage("listen stop without listen start")
    return ExecutionDocument(
        recording_id=session.recording_id,
        device=session.device(endpoint),
        recording=session.recording(),
        seed=int(_hash(session.recording_id)[:8], 16),
    )


def _start_execution(document: ExecutionDocument, cloud: Cloud, line: LogLine) -> None:
    started = cloud.machine.start(document)
    line.add(recording_id=document.recording_id, device_id=document.device.device_id, started=started)
    if started:
        line.add(**emf({"Recordings": (1, "Count")}, Stage="listen"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
