"""A session's id, and its recording's time window."""

import pytest
from pydantic import ValidationError

from stikadoo.execution import Device, ListenMode, Printer, Recording
from stikadoo.keys import recording_id
from stikadoo.session import Session, State, session_id_of

CONNECTED = Session(
    session_id=session_id_of("c1="), connection_id="c1=", device_id="b4:3a:45:9b:94:74", connected_ms=1000, expires_at=2
)


def test_a_connection_always_has_the_same_session() -> None:
    assert session_id_of("Y_xyz=") == "91245d6c-6235-5af9-b9e3-639e1184b69c"
    assert session_id_of("c1=") != session_id_of("c2=")


def test_a_new_session_is_connected_and_speaks_protocol_1() -> None:
    assert (CONNECTED.state, CONNECTED.protocol, CONNECTED.frame_duration_ms) == (State.CONNECTED, 1, 60)


def test_the_document_s_device_has_the_session_s_fields() -> None:
    printer = Printer(width_dots=576)
    greeted = CONNECTED.model_copy(
        update={
            "language": "zh-CN",
            "printer": printer,
            "events": frozenset({"0000000002000 start auto"}),
            "image_encodings": ("rle",),
        }
    )
    assert greeted.device("https://a/b") == Device(
        device_id="b4:3a:45:9b:94:74",
        session_id=session_id_of("c1="),
        connection_id="c1=",
        endpoint="https://a/b",
        language="zh-CN",
        mode=ListenMode.AUTO,
        printer=printer,
        image_encodings=("rle",),
    )


def after(*events: str) -> Session:
    return CONNECTED.model_copy(update={"events": frozenset(events), "greeted_ms": 1, "protocol": 3})


def test_a_recording_is_the_window_between_start_and_stop() -> None:
    session = after("0000000002000 start manual", "0000000004500 stop 40")
    (turn,) = session.turns
    assert session.recording(turn) == Recording(
        connection_id="c1=", started_ms=2000, stopped_ms=4500, last_seq=40, protocol=3
    )
    assert turn.recording_id == recording_id("b4:3a:45:9b:94:74", "c1=", 2000)


def test_there_is_no_recording_before_listen_stop() -> None:
    session = after("0000000002000 start manual")
    with pytest.raises(ValueError, match="has not been stopped"):
        session.recording(session.turns[0])


def test_a_typed_wish_has_no_recording() -> None:
    session = after("0000000002000 wish")
    assert session.recording(session.turns[0]) is None


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], State.READY),
        (["0000000002000 start manual"], State.LISTENING),
        (["0000000002000 start manual", "0000000003000 stop"], State.PROCESSING),
        (["0000000002000 start manual", "0000000003000 abort"], State.READY),
        (["0000000002000 wish", "0000000003000 abort"], State.CANCELLED),
        (["0000000002000 start manual", "0000000003000 close"], State.CLOSED),
        (["0000000002000 close", "0000000003000 start manual"], State.LISTENING),
    ],
)
def test_the_state_is_the_newest_turn_s(events: list[str], state: State) -> None:
    assert after(*events).state is state


def test_hello_opens_a_session_again() -> None:
    assert after("0000000002000 close").model_copy(update={"greeted_ms": 2001}).state is State.READY


def test_a_session_is_read_back_from_what_is_stored() -> None:
    assert Session.model_validate(CONNECTED.model_dump(mode="json", exclude_none=True)) == CONNECTED


def test_a_protocol_that_is_none_is_refused_without_quoting_it() -> None:
    with pytest.raises(ValidationError) as refused:
        Session.model_validate({**CONNECTED.model_dump(), "protocol": "a secret"})
    assert "secret" not in str(refused.value)
