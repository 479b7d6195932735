"""A session keeps every event, whatever order and however often it is added."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from stikadoo.aws.registry import Registry
from stikadoo.execution import ListenMode, Printer
from stikadoo.session import Session, Standing, State, session_id_of
from stikadoo.turns import Event, Kind


@pytest.fixture
def session(registry: Registry) -> Session:
    connected = Session(
        session_id=session_id_of("c1"), connection_id="c1", device_id="b4:3a", connected_ms=1, expires_at=2_000_000_000
    )
    registry.open(connected)
    return connected


@pytest.fixture
def ready(registry: Registry, session: Session) -> Session:
    greeted = registry.greet(session.model_copy(update={"protocol": 3, "printer": Printer(width_dots=576)}), 5)
    assert greeted
    return greeted


def test_a_session_reads_back_as_it_was_written(registry: Registry, session: Session) -> None:
    assert registry.find(session.session_id) == session
    assert registry.find("nobody") is None


def test_hello_makes_the_session_ready_and_stores_what_the_device_reports(ready: Session) -> None:
    assert (ready.state, ready.protocol, ready.printer.width_dots) == (State.READY, 3, 576)


def test_a_printers_whole_row_and_what_the_device_decodes_read_back(registry: Registry, session: Session) -> None:
    said = {"printer": Printer(model="phomemo-m02", feed_mm=20), "image_encodings": ("zlib", "rle")}
    greeted = registry.greet(session.model_copy(update=said), 5)
    assert greeted
    assert registry.find(session.session_id) == greeted
    assert (greeted.printer, greeted.image_encodings) == (said["printer"], said["image_encodings"])


START, STOP = Event(10, Kind.START, "auto"), Event(20, Kind.STOP, "7")


def test_no_recording_begins_before_hello(registry: Registry, session: Session) -> None:
    assert registry.record(session.session_id, START) is None
    assert registry.record("nobody", START) is None
    assert registry.find("nobody") is None


def test_events_added_at_once_and_repeatedly_are_all_kept_once(registry: Registry, ready: Session) -> None:
    events = [Event(at, Kind.STOP) for at in range(20)]
    with ThreadPoolExecutor(8) as pool:
        recorded = list(pool.map(lambda event: registry.record(ready.session_id, event), events * 2))
    found = registry.find(ready.session_id)
    assert found
    assert found.events == set(map(str, events))
    assert sum(one == found for one in recorded) > 0, "the last one sees all"


def test_a_recording_reads_back(registry: Registry, ready: Session) -> None:
    registry.record(ready.session_id, STOP)
    session = registry.record(ready.session_id, START)
    assert session
    (turn,) = session.turns
    assert (turn.started_ms, turn.stopped_ms, turn.last_seq, turn.mode) == (10, 20, 7, ListenMode.AUTO)
    assert (session.recording_id, session.state) == (turn.recording_id, State.PROCESSING)


def test_hello_inside_of_a_recording_leaves_it_alone(registry: Registry, ready: Session) -> None:
    registry.record(ready.session_id, START)
    registry.greet(ready.model_copy(update={"language": "zh-CN"}), 15)
    session = registry.record(ready.session_id, STOP)
    assert session
    assert (session.language, [turn.stopped_ms for turn in session.turns]) == ("zh-CN", [20])


def test_cancelling_belongs_to_a_recording(registry: Registry, ready: Session) -> None:
    for event in (START, STOP, Event(30, Kind.ABORT), Event(40, Kind.WISH)):
        registry.record(ready.session_id, event)
    found = registry.find(ready.session_id)
    assert found
    first, second = (turn.recording_id for turn in found.turns)
    assert registry.standing(ready.session_id, first) == Standing(is_cancelled=True, has_moved_on=True)
    assert registry.standing(ready.session_id, second) == Standing()
    assert registry.is_cancelled(ready.session_id, first)
    assert registry.standing("an expired session", first) == Standing()


def test_a_window_follows_a_stop_that_was_handled_late(registry: Registry, ready: Session) -> None:
    """Start 1, stop 2, then stop 1 and start 2: the execution of the first recording began with both."""
    registry.record(ready.session_id, START)
    session = registry.record(ready.session_id, Event(40, Kind.STOP, "9"))
    assert session
    (turn,) = session.turns
    window = session.recording(turn)
    assert window
    registry.record(ready.session_id, STOP)
    registry.record(ready.session_id, Event(30, Kind.START, "manual"))
    current = registry.current_window(ready.session_id, turn.recording_id, window)
    assert current == window.model_copy(update={"stopped_ms": 20, "last_seq": 7})
    assert registry.current_window("an expired session", turn.recording_id, window) == window


def test_a_replay_does_not_disturb_a_device_that_listens_or_waits(registry: Registry, ready: Session) -> None:
    assert not registry.standing(ready.session_id, "r1-r2").has_moved_on
    session = registry.record(ready.session_id, START)
    assert registry.standing(ready.session_id, "r1-r2").has_moved_on
    registry.record(ready.session_id, STOP)
    assert registry.standing(ready.session_id, "r1-r2").has_moved_on
    assert session
    registry.conclude(ready.session_id, str(session.recording_id), "delivered")
    assert not registry.standing(ready.session_id, "r1-r2").has_moved_on


def test_the_end_makes_the_session_ready_and_writes_the_outcome(registry: Registry, ready: Session) -> None:
    session = registry.record(ready.session_id, Event(10, Kind.WISH))
    assert session
    registry.conclude(ready.session_id, str(session.recording_id), "failed")
    registry.conclude(ready.session_id, str(session.recording_id), "delivered")
    found = registry.find(ready.session_id)
    assert found
    assert (found.state, found.outcome) == (State.READY, "delivered")


def test_the_end_leaves_a_session_alone_that_has_moved_on(registry: Registry, ready: Session) -> None:
    session = registry.record(ready.session_id, Event(10, Kind.WISH))
    assert session
    registry.record(ready.session_id, Event(30, Kind.START, "manual"))
    registry.conclude(ready.session_id, str(session.recording_id), "delivered")
    found = registry.find(ready.session_id)
    assert found
    assert [turn.outcome for turn in found.turns] == ["delivered", None]
    assert (found.state, found.outcome) == (State.LISTENING, None)


def test_a_closed_session_still_learns_how_it_ended(registry: Registry, ready: Session) -> None:
    session = registry.record(ready.session_id, Event(10, Kind.WISH))
    assert session
    registry.close(ready.session_id, 20)
    registry.conclude(ready.session_id, str(session.recording_id), "undelivered")
    found = registry.find(ready.session_id)
    assert found
    assert (found.state, found.outcome) == (State.CLOSED, "undelivered")


def test_the_oldest_events_of_a_long_conversation_are_deleted(registry: Registry, ready: Session) -> None:
    for at in range(130):
        registry.record(ready.session_id, Event(at, Kind.STOP))
    found = registry.find(ready.session_id)
    assert found
    assert found.events == {str(Event(at, Kind.STOP)) for at in range(65, 130)}


def test_a_deleted_session_is_not_found_any_more(registry: Registry, session: Session) -> None:
    registry.delete(session.session_id)
    assert registry.find(session.session_id) is None
