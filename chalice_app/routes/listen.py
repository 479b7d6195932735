"""listen: start begins a recording, stop ends it, detect carries a wake word or a typed wish.

Start and stop may be handled in any order: the later of the two starts the execution.
"""

import hashlib

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
from stikadoo.aws.registry import Recorded
from stikadoo.execution import ExecutionDocument, Transcript, Transcription
from stikadoo.keys import RecordingFolder
from stikadoo.logs import LogLine, emf
from stikadoo.messages import Listen
from stikadoo.session import Session
from stikadoo.turns import Event, Kind, Turn
from stikadoo.wake_words import is_wake_word


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
    event = Event(message.arrived_ms, Kind.START, listen.mode)
    _draw_completed(message, event, _record(event, session_id, cloud, line), cloud, line)


def _stop(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    event = Event(message.arrived_ms, Kind.STOP, "" if listen.last_seq is None else str(listen.last_seq))
    _draw_completed(message, event, _record(event, session_id, cloud, line), cloud, line)


def _detect(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    wish = (listen.text or "").strip()
    if not wish or is_wake_word(wish, cloud.settings.wake_words):
        line.add(wake_word=True)
        return
    event = Event(message.arrived_ms, Kind.WISH)
    recorded = _record(event, session_id, cloud, line)
    turn = recorded.session.turn_of(event)
    if turn is None or turn.outcome:
        return
    key = RecordingFolder(turn.recording_id).transcript
    cloud.bucket.put_facts(key, Transcript(text=wish, engine="typed", language=recorded.session.language))
    document = _document(recorded.session, turn, cloud.endpoint(message))
    transcription = Transcription(status="ready", engine="typed", key=key)
    typed = TypedDocument(**dict(document), transcription=transcription)
    _start_execution(typed, cloud, line, is_new=message.is_retry or not recorded.is_repeated)


def _record(event: Event, session_id: str, cloud: Cloud, line: LogLine) -> Recorded:
    recorded = require_hello(cloud.registry.record(session_id, event))
    line.add(device_id=recorded.session.device_id)
    if turn := recorded.session.turn_of(event):
        line.add(recording_id=turn.recording_id, mode=turn.mode)
    if recorded.is_repeated:
        line.warn(repeated=True)
    return recorded


def _draw_completed(message: Incoming, event: Event, recorded: Recorded, cloud: Cloud, line: LogLine) -> None:
    """Starts the executions of the recordings that the message has completed: its own, or also the one before it.

    Starts its own again, and after a repeated message all that have not ended, in case that failed before.
    """
    own = recorded.session.turn_of(event)
    complete_before = {turn.recording_id for turn in recorded.before.turns if turn.is_complete}
    for turn in recorded.session.turns:
        is_new = turn.recording_id not in complete_before
        if turn.stopped_ms is not None and turn.outcome is None and (is_new or turn == own or recorded.is_repeated):
            document = _document(recorded.session, turn, cloud.endpoint(message))
            _start_execution(document, cloud, line, is_new=is_new or message.is_retry)


def _document(session: Session, turn: Turn, endpoint: str) -> ExecutionDocument:
    """Built from the stored session only, so that a second start has the same input."""
    return ExecutionDocument(
        recording_id=turn.recording_id,
        device=session.device(endpoint, turn),
        recording=session.recording(turn),
        seed=int(hashlib.sha256(turn.recording_id.encode()).hexdigest()[:8], 16),
    )


def _start_execution(document: ExecutionDocument, cloud: Cloud, line: LogLine, *, is_new: bool) -> None:
    """Counts a new recording: to a repeated start of a running execution, Step Functions answers as to the first."""
    has_started = cloud.machine.start(document)
    line.add(started=has_started)
    if has_started and is_new:
        line.add(**emf({"Recordings": (1, "Count")}, Stage="listen"))
