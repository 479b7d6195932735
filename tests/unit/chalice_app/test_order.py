"""Two wishes' messages in every order, repeated and at once, through the real routes, table and state machine.

The model is stikadoo.turns itself, given all messages at once: whatever order the routes handle them in, they must
start exactly the executions that it names.
"""

import itertools
from collections.abc import Iterable
from typing import Any

import pytest

from chalice_app import app as entry_points
from stikadoo.keys import recording_id
from stikadoo.turns import Event, Kind, Turn, turns
from tests.unit.chalice_app.conftest import Api

FIRST, SECOND = ("start1", "stop1"), ("start2", "stop2")
AT = {"start1": 10, "stop1": 20, "start2": 30, "stop2": 40}
"ms: when API Gateway received it."
STEPS = 1000


def message(api: Api, name: str, at_ms: int, began: int) -> dict[str, Any]:
    """An event of API Gateway, received at this time."""
    kinds: dict[str, dict[str, Any]] = {
        "start": {"type": "listen", "state": "start", "mode": "manual"},
        "stop": {"type": "listen", "state": "stop", "last_seq": at_ms},
        "wish": {"type": "listen", "state": "detect", "text": "a cat"},
        "abort": {"type": "abort"},
        "goodbye": {"type": "goodbye"},
        "hello": {
            "type": "hello",
            "version": 3,
            "transport": "websocket",
            "audio_params": {"frame_duration": 60},
        },
    }
    kind = name.rstrip("0123456789")
    event = api.event({"session_id": "", **kinds[kind]} if kind in kinds else "", _event_type(kind))
    event["requestContext"]["requestTimeEpoch"] = began + at_ms
    return event


def _event_type(kind: str) -> str:
    return "DISCONNECT" if kind == "disconnect" else "MESSAGE"


def handle(event: dict[str, Any]) -> None:
    is_disconnect = event["requestContext"]["eventType"] == "DISCONNECT"
    (entry_points.on_disconnect if is_disconnect else entry_points.on_message)(event, None)


def windows(api: Api, began: int) -> dict[str, tuple[int, int, int]]:
    """Of the executions that began since: start, stop and last_seq, by recording."""
    return {
        document["recording_id"]: (recording["started_ms"], recording["stopped_ms"], recording["last_seq"])
        for document in api.executions()
        if (recording := document.get("recording")) and recording["started_ms"] >= began
    }


def expected(api: Api, named: Iterable[tuple[str, int]], began: int) -> list[Turn]:
    """The turns of these messages, by the model."""
    values = {Kind.START: "manual"}
    kinds = {"disconnect": Kind.CLOSE, "goodbye": Kind.CLOSE}
    events = []
    for name, at_ms in named:
        kind = name.rstrip("0123456789")
        if kind != "hello":
            value = str(at_ms) if kind == "stop" else values.get(kinds.get(kind) or Kind(kind), "")
            events.append(Event(began + at_ms, kinds.get(kind) or Kind(kind), value))
    return turns(events, lambda at: recording_id(api.session.device_id, api.connection_id, at))


@pytest.mark.parametrize("order", list(itertools.permutations(AT)), ids="-".join)
@pytest.mark.parametrize("times", [1, 2])
def test_each_of_two_wishes_gets_its_own_execution_in_any_order(ready: Api, order: tuple[str, ...], times: int) -> None:
    began = ready.now_ms + STEPS
    for name in order * times:
        handle(message(ready, name, AT[name], began))
    assert not ready.new_messages(), "no order is the child's fault"
    first, second = ready.session.turns
    assert (first.started_ms, first.stopped_ms, first.last_seq) == (began + 10, began + 20, 20)
    assert (second.started_ms, second.stopped_ms, second.last_seq) == (began + 30, began + 40, 40)
    assert set(windows(ready, began)) == {first.recording_id, second.recording_id}
