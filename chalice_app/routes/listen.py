"""listen: start begins a recording, stop ends it, detect carries a wake word or a typed wish.

Start and stop may be handled in any order: the later of the two starts the execution.
"""

import hashlib
from typing import NamedTuple

from chalice_app.checks import own_session_id, parse_message, require_hello
from chalice_app.incoming import Incoming
from chalice_app.wiring import Cloud
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
    change = _record(message, Event(message.arrived_ms, Kind.START, listen.mode), session_id, cloud, line)
    if change.turn:
        line.add(mode=change.turn.mode)
        _start_if_stopped(message, change, change.turn, cloud, line)


def _stop(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    last_seq = "" if listen.last_seq is None else str(listen.last_seq)
    change = _record(message, Event(message.arrived_ms, Kind.STOP, last_seq), session_id, cloud, line)
    if change.turn is None:
        line.warn(without_start=True)  # its start may still be on its way, and then starts the execution
        return
    if change.turn.stopped_ms != message.arrived_ms:
        line.warn(repeated=True)
    _start_if_stopped(message, change, change.turn, cloud, line)


def _detect(message: Incoming, session_id: str, listen: Listen, cloud: Cloud, line: LogLine) -> None:
    wish = (listen.text or "").strip()
    if not wish or is_wake_word(wish, cloud.settings.wake_words):
        line.add(wake_word=True)
        return
    change = _record(message, Event(message.arrived_ms, Kind.WISH), session_id, cloud, line)
    if change.turn is None or change.turn.outcome:
        line.warn(repeated=True)
        return
    key = RecordingFolder(change.turn.recording_id).transcript
    cloud.bucket.put_facts(key, Transcript(text=wish, engine="typed", language=change.session.language))
    document = _document(change.session, change.turn, cloud.endpoint(message))
    transcription = Transcription(status="ready", engine="typed", key=key)
    _start_execution(TypedDocument(**dict(document), transcription=transcription), change, cloud, line)


class Change(NamedTuple):
    """What a message changed."""

    session: Session
    turn: Turn | None
    "The turn that the message belongs to."
    was_complete: bool
    "Whether it was complete before: then its execution has been started and counted, unless that failed."


def _record(message: Incoming, event: Event, session_id: str, cloud: Cloud, line: LogLine) -> Change:
    before, session = require_hello(cloud.registry.record(session_id, event))
    line.add(device_id=session.device_id)
    turn = session.turn_at(event.at_ms)
    if turn is None:
        return Change(session, None, was_complete=False)
    line.add(recording_id=turn.recording_id)
    previous = before.turn(turn.recording_id)
    was_complete = previous is not None and previous.is_complete and not message.is_repeated
    return Change(session, turn, was_complete)


def _start_if_stopped(message: Incoming, change: Change, turn: Turn, cloud: Cloud, line: LogLine) -> None:
    """Once for each recording, however often: the execution is named after it."""
    if turn.stopped_ms is not None and turn.outcome is None:
        _start_execution(_document(change.session, turn, cloud.endpoint(message)), change, cloud, line)


def _document(session: Session, turn: Turn, endpoint: str) -> ExecutionDocument:
    """Built from the stored session only, so that a second start has the same input."""
    return ExecutionDocument(
        recording_id=turn.recording_id,
        device=session.device(endpoint, turn),
        recording=session.recording(turn),
        seed=int(hashlib.sha256(turn.recording_id.encode()).hexdigest()[:8], 16),
    )


def _start_execution(document: ExecutionDocument, change: Change, cloud: Cloud, line: LogLine) -> None:
    """Counted once: to a repeated start of a running execution, Step Functions answers as to the first."""
    line.add(started=cloud.machine.start(document))
    if not change.was_complete:
        line.add(**emf({"Recordings": (1, "Count")}, Stage="listen"))
