"""Two wishes' messages in every order, repeated and at once, through the real routes, table and state machine.

The model is stikadoo.turns itself, given all messages at once: whatever order the routes handle them in, they must
start exactly the executions that it names.
"""

import itertools
import random
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalice_app import app as entry_points
from stikadoo.execution import ExecutionDocument
from stikadoo.keys import recording_id
from stikadoo.turns import Event, Kind, Turn, turns
from tests.unit.chalice_app.conftest import Api

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
    is_spanning = set(order[:2]) == {"start1", "stop2"}  # so far, one recording; Transcode reads its window again
    started = windows(ready, began)
    assert started == {
        first.recording_id: (began + 10, began + (40 if is_spanning else 20), 40 if is_spanning else 20),
        second.recording_id: (began + 30, began + 40, 40),
    }
    for document in ready.executions():
        read = ExecutionDocument.model_validate(document)
        assert read.recording
        current = ready.registry.current_window(ready.session_id, read.recording_id, read.recording)
        turn = first if read.recording_id == first.recording_id else second
        assert current == ready.session.recording(turn)


CONVERSATION = ("start", "stop", "abort", "wish", "goodbye", "disconnect", "hello")


def schedules(count: int) -> list[list[tuple[str, int]]]:
    """Messages with the times at which they were received, in the order in which they are handled; some twice."""
    dice = random.Random(11)
    made = []
    for _ in range(count):
        received = [(dice.choice(CONVERSATION[: dice.choice([2, 4, 7])]), 10 * place) for place in range(1, 8)]
        handled = received + dice.sample(received, 3)
        dice.shuffle(handled)
        made.append(handled)
    return made


@pytest.mark.parametrize("schedule", schedules(24), ids=lambda schedule: "-".join(name for name, _ in schedule))
def test_any_conversation_in_any_order_ends_as_the_model_says(ready: Api, schedule: list[tuple[str, int]]) -> None:
    """Two messages are handled at any time."""
    began = ready.now_ms + STEPS
    events = [message(ready, name, at_ms, began) for name, at_ms in schedule]
    with ThreadPoolExecutor(2) as routes:
        list(routes.map(handle, events))
    model = expected(ready, schedule, began)
    assert ready.session.turns == model
    started = [document["recording_id"] for document in ready.executions()]
    assert sorted(set(started)) == sorted(started), "none twice"
    due = {turn.recording_id for turn in model if turn.is_complete}
    assert due <= set(started), "none lost"
    for recording in set(started) - due:
        assert ready.registry.is_cancelled(ready.session_id, recording), "what began too early prints nothing"
    wanted = {turn.recording_id for turn in model if turn.is_complete and not turn.is_cancelled}
    assert wanted == {recording for recording in due if not ready.registry.is_cancelled(ready.session_id, recording)}


ABORTS = {
    "while listening": (("start1", 10), ("abort", 15), ("stop1", 20)),
    "while processing": (("start1", 10), ("stop1", 20), ("abort", 25)),
    "and speaks again": (("start1", 10), ("stop1", 20), ("abort", 25), ("start2", 26)),
    "and types": (("start1", 10), ("stop1", 20), ("abort", 25), ("wish", 26)),
    "disconnects while listening": (("start1", 10), ("disconnect", 15)),
    "disconnects while processing": (("start1", 10), ("stop1", 20), ("disconnect", 21)),
    "says goodbye": (("start1", 10), ("stop1", 20), ("goodbye", 21), ("disconnect", 22)),
}


@pytest.mark.parametrize("case", ABORTS)
def test_taking_back_and_leaving_end_the_same_in_any_order(ready: Api, case: str) -> None:
    for number, order in enumerate(itertools.permutations(ABORTS[case])):
        began = ready.now_ms + STEPS * (number + 1)
        ready.now_ms = began
        for name, at_ms in order:
            handle(message(ready, name, at_ms, began))
        model = expected(ready, ABORTS[case], began)
        assert [turn for turn in ready.session.turns if turn.started_ms > began] == model, order
        started = set(windows(ready, began))
        assert {turn.recording_id for turn in model if turn.stopped_ms} <= started, order
        ready.now_ms = began + STEPS
