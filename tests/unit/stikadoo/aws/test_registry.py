"""The session's state changes one way only, and two messages at once cannot both win."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from stikadoo.aws.registry import Registry
from stikadoo.execution import ListenMode, Printer
from stikadoo.session import Session, State, session_id_of


@pytest.fixture
def session(registry: Registry) -> Session:
    connected = Session(
        session_id=session_id_of("c1"), connection_id="c1", device_id="b4:3a", connected_ms=1, expires_at=2_000_000_000
    )
    registry.open(connected)
    return connected


@pytest.fixture
def ready(registry: Registry, session: Session) -> Session:
    greeted = registry.greet(session.model_copy(update={"protocol": 3, "printer": Printer(width_dots=576)}))
    assert greeted
    return greeted


def test_a_session_reads_back_as_it_was_written(registry: Registry, session: Session) -> None:
    assert registry.find(session.session_id) == session
    assert registry.find("nobody") is None


def test_hello_makes_the_session_ready_and_stores_what_the_device_reports(ready: Session) -> None:
    assert (ready.state, ready.protocol, ready.printer.width_dots) == (State.READY, 3, 576)


def test_a_printers_whole_row_and_what_the_device_decodes_read_back(registry: Registry, session: Session) -> None:
    said = {"printer": Printer(model="phomemo-m02", feed_mm=20), "image_encodings": ("zlib", "rle")}
    greeted = registry.greet(session.model_copy(update=said))
    assert greeted
    assert registry.find(session.session_id) == greeted
    assert (greeted.printer, greeted.image_encodings) == (said["printer"], said["image_encodings"])


def test_no_recording_begins_before_hello(registry: Registry, session: Session) -> None:
    assert registry.start_listening(session.session_id, "r1", 10, ListenMode.MANUAL) is None


def test_listen_stop_is_won_once(registry: Registry, ready: Session) -> None:
    registry.start_listening(ready.session_id, "r1", 10, ListenMode.MANUAL)
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda at: registry.stop_listening(ready.session_id, at, 7), range(20, 28)))
    (stopped,) = [session for session in won if session]
    assert (stopped.state, stopped.recording_id, stopped.last_seq) == (State.PROCESSING, "r1", 7)


def test_a_new_recording_forgets_the_last_one(registry: Registry, ready: Session) -> None:
    registry.start_listening(ready.session_id, "r1", 10, ListenMode.MANUAL)
    registry.stop_listening(ready.session_id, 20, 7)
    begun = registry.start_listening(ready.session_id, "r2", 30, ListenMode.AUTO)
    assert begun
    assert (begun.recording_id, begun.stopped_ms, begun.last_seq, begun.mode) == ("r2", None, None, "auto")


def test_abort_while_listening_discards_and_while_processing_cancels(registry: Registry, ready: Session) -> None:
    registry.start_listening(ready.session_id, "r1", 10, ListenMode.MANUAL)
    assert registry.cancel_wish(ready.session_id) is None
    assert registry.discard_recording(ready.session_id)
    assert registry.stop_listening(ready.session_id, 20, None) is None
    registry.take_typed_wish(ready.session_id, "r2")
    assert registry.cancel_wish(ready.session_id)
    assert registry.is_cancelled(ready.session_id, "r2")
    assert not registry.is_cancelled(ready.session_id, "r1")


def test_the_end_makes_the_session_ready_and_writes_the_outcome(registry: Registry, ready: Session) -> None:
    registry.take_typed_wish(ready.session_id, "r1")
    registry.conclude(ready.session_id, "r1", "delivered")
    found = registry.find(ready.session_id)
    assert found
    assert (found.state, found.outcome) == (State.READY, "delivered")


def test_the_end_leaves_a_session_alone_that_has_moved_on(registry: Registry, ready: Session) -> None:
    registry.take_typed_wish(ready.session_id, "r1")
    registry.start_listening(ready.session_id, "r2", 30, ListenMode.MANUAL)
    registry.conclude(ready.session_id, "r1", "delivered")
    found = registry.find(ready.session_id)
    assert found
    assert (found.state, found.recording_id, found.outcome) == (State.LISTENING, "r2", None)


def test_a_closed_session_still_learns_how_it_ended(registry: Registry, ready: Session) -> None:
    registry.take_typed_wish(ready.session_id, "r1")
    registry.close(ready.session_id)
    registry.conclude(ready.session_id, "r1", "undelivered")
    found = registry.find(ready.session_id)
    assert found
    assert (found.state, found.outcome) == (State.CLOSED, "undelivered")


def test_a_deleted_session_is_not_found_any_more(registry: Registry, session: Session) -> None:
    registry.delete(session.session_id)
    assert registry.find(session.session_id) is None
