"""A session keeps every event, whatever order and however often it is added."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from stikadoo.aws.registry import Registry
from stikadoo.execution import ListenMode, Printer
from stikadoo.session import Recipient, Session, State, session_id_of
from stikadoo.turns import Event, Kind

CONNECTED = Session(
    session_id=session_id_of("c1"), connection_id="c1", device_id="b4:3a", connected_ms=1, expires_at=2_000_000_000
)


@pytest.fixture
def session(registry: Registry) -> Session:
    registry.open(CONNECTED)
    return CONNECTED


@pytest.fixture
def ready(registry: Registry, session: Session) -> Session:
    registry.greet(session.model_copy(update={"protocol": 3, "printer": Printer(width_dots=576)}), 5)
    return stored(registry)


def stored(registry: Registry, connection_id: str = "c1") -> Session:
    found = registry.find(session_id_of(connection_id))
    assert found
    return found


def record(registry: Registry, event: Event) -> Session:
    """The session after the event."""
    recorded = registry.record(session_id_of("c1"), event)
    assert recorded
    return recorded.session


def test_a_session_reads_back_as_it_was_written(registry: Registry, session: Session) -> None:
    assert registry.find(session.session_id) == session
    assert registry.find("nobody") is None


def test_hello_makes_the_session_ready_and_stores_what_the_device_reports(ready: Session) -> None:
    assert (ready.state, ready.protocol, ready.printer.width_dots) == (State.READY, 3, 576)


def test_a_printers_whole_row_and_what_the_device_decodes_read_back(registry: Registry, session: Session) -> None:
    reported = {"printer": Printer(model="phomemo-m02", feed_mm=20), "image_encodings": ("zlib", "rle")}
    registry.greet(session.model_copy(update=reported), 5)
    greeted = stored(registry)
    assert (greeted.printer, greeted.image_encodings) == (reported["printer"], reported["image_encodings"])


def test_a_repeated_connect_changes_nothing(registry: Registry, ready: Session) -> None:
    record(registry, START)
    before = stored(registry)
    registry.open(ready.model_copy(update={"greeted_ms": None, "protocol": 1}))
    assert stored(registry) == before


START, STOP = Event(10, Kind.START, "auto"), Event(20, Kind.STOP, "7")


def test_no_recording_begins_before_hello(registry: Registry, session: Session) -> None:
    assert registry.record(session.session_id, START) is None
    assert registry.record("nobody", START) is None
    assert registry.find("nobody") is None


def test_events_added_at_once_and_repeatedly_are_all_kept_once(registry: Registry, ready: Session) -> None:
    events = [Event(at, Kind.STOP) for at in range(20)]
    with ThreadPoolExecutor(8) as pool:
        sessions = list(pool.map(lambda event: record(registry, event), events * 2))
    assert stored(registry).events == set(map(str, events))
    assert stored(registry) in sessions, "the last one sees all"


def test_of_concurrent_messages_one_alone_sees_the_recording_complete(registry: Registry, ready: Session) -> None:
    with ThreadPoolExecutor(8) as pool:
        changes = list(pool.map(lambda event: registry.record(ready.session_id, event), [START, STOP] * 8))
    is_complete = [
        [[turn.is_complete for turn in session.turns] == [True] for session in change] for change in changes if change
    ]
    assert is_complete.count([False, True]) == 1


def test_a_recording_reads_back(registry: Registry, ready: Session) -> None:
    record(registry, STOP)
    session = record(registry, START)
    (turn,) = session.turns
    assert (turn.started_ms, turn.stopped_ms, turn.last_seq, turn.mode) == (10, 20, 7, ListenMode.AUTO)
    assert (session.recording_id, session.state) == (turn.recording_id, State.PROCESSING)
    assert session == stored(registry)


def test_hello_inside_of_a_recording_leaves_it_alone(registry: Registry, ready: Session) -> None:
    record(registry, START)
    registry.greet(ready.model_copy(update={"language": "zh-CN"}), 15)
    session = record(registry, STOP)
    assert (session.language, [turn.stopped_ms for turn in session.turns]) == ("zh-CN", [20])


def test_cancelling_belongs_to_a_recording(registry: Registry, ready: Session) -> None:
    for event in (START, STOP, Event(30, Kind.ABORT), Event(40, Kind.WISH)):
        record(registry, event)
    first, second = stored(registry).turns
    device = ready.device("https://a/b")
    to_first = registry.recipient(device, first.recording_id)
    to_second = registry.recipient(device, second.recording_id)
    assert (to_first.turn, to_first.is_cancelled, to_first.has_moved_on) == (first, True, True)
    assert (to_second.turn, to_second.is_cancelled, to_second.has_moved_on) == (second, False, False)


def test_an_expired_session_s_device_is_sent_to_as_before(registry: Registry) -> None:
    device = CONNECTED.device("https://a/b")
    assert registry.recipient(device, "r1") == Recipient(device)
    assert registry.turn("an expired session", "r1") is None


def test_a_turn_follows_a_stop_that_was_handled_late(registry: Registry, ready: Session) -> None:
    """Start 1, stop 2, then stop 1 and start 2: the execution of the first recording began with stop 2."""
    record(registry, START)
    (spanning,) = record(registry, Event(40, Kind.STOP, "9")).turns
    record(registry, STOP)
    record(registry, Event(30, Kind.START, "manual"))
    turn = registry.turn(ready.session_id, spanning.recording_id)
    assert turn
    assert (spanning.stopped_ms, turn.stopped_ms, turn.last_seq) == (40, 20, 7)


def reconnect(registry: Registry, connected_ms: int, *, says_hello: bool = True, connection_id: str = "c2") -> Session:
    """A second connection of the same device."""
    session = CONNECTED.model_copy(
        update={
            "session_id": session_id_of(connection_id),
            "connection_id": connection_id,
            "connected_ms": connected_ms,
        }
    )
    registry.open(session)
    if says_hello:
        registry.greet(session, connected_ms + 1)
    return stored(registry, connection_id)


def sent_to(registry: Registry, ready: Session) -> Recipient:
    """Whom an execution of the first recording sends to."""
    (turn, *_) = stored(registry).turns
    return registry.recipient(ready.device("https://a/b"), turn.recording_id)


def test_a_device_that_has_reconnected_is_reached_on_its_new_connection(registry: Registry, ready: Session) -> None:
    record(registry, START)
    reconnect(registry, 25)
    newest = reconnect(registry, 26, connection_id="c3")
    to = sent_to(registry, ready)
    assert (to.device, to.has_moved_on) == (newest.device("https://a/b"), False)
    assert to.turn == stored(registry).turns[0], "what is cancelled is still this turn"
    registry.record(newest.session_id, Event(30, Kind.START, "manual"))
    assert sent_to(registry, ready).has_moved_on


def test_a_device_that_cancels_on_its_new_connection_takes_the_wish_back(registry: Registry, ready: Session) -> None:
    record(registry, START)
    newer = reconnect(registry, 25)
    assert not sent_to(registry, ready).is_cancelled
    registry.record(newer.session_id, Event(30, Kind.START, "manual"))
    registry.record(newer.session_id, Event(31, Kind.ABORT))
    assert not sent_to(registry, ready).is_cancelled, "that was another wish"
    registry.record(newer.session_id, Event(29, Kind.ABORT))
    assert sent_to(registry, ready).is_cancelled


def test_a_recording_that_was_discarded_late_is_cancelled(registry: Registry, ready: Session) -> None:
    for event in (START, STOP, Event(15, Kind.ABORT)):
        record(registry, event)
    assert sent_to(registry, ready).is_cancelled


def test_a_tap_that_was_discarded_leaves_the_device_free(registry: Registry, ready: Session) -> None:
    for event in (START, STOP, Event(30, Kind.START, "manual")):
        record(registry, event)
    assert sent_to(registry, ready).has_moved_on
    record(registry, Event(31, Kind.ABORT))
    assert not sent_to(registry, ready).has_moved_on


@pytest.mark.parametrize("why", ["before the recording", "without hello", "closed"])
def test_other_connections_of_the_device_change_nothing(registry: Registry, ready: Session, why: str) -> None:
    record(registry, START)
    other = reconnect(registry, 8 if why == "before the recording" else 25, says_hello=why != "without hello")
    if why == "closed":
        registry.close(other.session_id, 30)
    assert sent_to(registry, ready).device.connection_id == "c1"


def test_a_replay_into_a_folder_finds_no_device(registry: Registry, ready: Session) -> None:
    record(registry, START)
    reconnect(registry, 25)
    disconnected = ready.device("https://a/b").model_copy(update={"connection_id": ""})
    assert registry.recipient(disconnected, "r1").device == disconnected


def test_a_replay_does_not_disturb_a_device_that_listens_or_waits(registry: Registry, ready: Session) -> None:
    assert not registry.recipient(ready.device(""), "r1-r2").has_moved_on
    session = record(registry, START)
    assert registry.recipient(ready.device(""), "r1-r2").has_moved_on
    record(registry, STOP)
    assert registry.recipient(ready.device(""), "r1-r2").has_moved_on
    registry.conclude(ready.session_id, str(session.recording_id), "delivered")
    assert not registry.recipient(ready.device(""), "r1-r2").has_moved_on


def test_the_end_makes_the_session_ready_and_writes_the_outcome(registry: Registry, ready: Session) -> None:
    session = record(registry, Event(10, Kind.WISH))
    registry.conclude(ready.session_id, str(session.recording_id), "failed")
    registry.conclude(ready.session_id, str(session.recording_id), "delivered")
    found = stored(registry)
    assert (found.state, found.outcome) == (State.READY, "delivered")


def test_the_end_leaves_a_session_alone_that_has_moved_on(registry: Registry, ready: Session) -> None:
    session = record(registry, Event(10, Kind.WISH))
    record(registry, Event(30, Kind.START, "manual"))
    registry.conclude(ready.session_id, str(session.recording_id), "delivered")
    found = stored(registry)
    assert [turn.outcome for turn in found.turns] == ["delivered", None]
    assert (found.state, found.outcome) == (State.LISTENING, None)


def test_a_closed_session_still_learns_how_it_ended(registry: Registry, ready: Session) -> None:
    session = record(registry, Event(10, Kind.WISH))
    registry.close(ready.session_id, 20)
    registry.conclude(ready.session_id, str(session.recording_id), "undelivered")
    found = stored(registry)
    assert (found.state, found.outcome) == (State.CLOSED, "undelivered")


def test_the_oldest_events_of_a_long_conversation_are_deleted(registry: Registry, ready: Session) -> None:
    for at in range(130):
        record(registry, Event(at, Kind.STOP))
    found = stored(registry)
    assert found.events == {str(Event(at, Kind.STOP)) for at in range(66, 130)}


def test_a_deleted_session_is_not_found_any_more(registry: Registry, session: Session) -> None:
    registry.delete(session.session_id)
    assert registry.find(session.session_id) is None
