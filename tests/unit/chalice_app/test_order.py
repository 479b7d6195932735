"""Messages handled in any order, repeated and two at once, through the real routes and table.

The model handles each message when API Gateway receives it: as one device that is alone expects. Whatever order the
routes handle them in, the same recordings must be printed, each with its own window, and none twice. What an execution
prints is found by the functions with which the workers read its turn; the executions themselves do not run here.
"""

import itertools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from chalice_app import app as entry_points
from functions.transcode.arrivals import Clock
from functions.transcode.window import wait_for_stop
from stikadoo.errors import RecordingChanged, WishCancelled
from stikadoo.execution import ExecutionDocument, Speech
from stikadoo.session import require_unchanged
from tests.unit.chalice_app.conftest import Api

MESSAGES: dict[str, dict[str, Any]] = {
    "start": {"type": "listen", "state": "start", "mode": "manual"},
    "stop": {"type": "listen", "state": "stop"},
    "wish": {"type": "listen", "state": "detect", "text": "a cat"},
    "abort": {"type": "abort"},
    "goodbye": {"type": "goodbye"},
    "disconnect": {},
    "hello": {"type": "hello", "version": 3, "transport": "websocket", "audio_params": {"frame_duration": 60}},
}
NO_WAIT = Clock(now=lambda: 0, pause=lambda: None)


@dataclass(frozen=True)
class Received:
    """A message that API Gateway has received."""

    kind: str
    at_ms: int

    @property
    def last_seq(self) -> int:
        return self.at_ms % 10_000

    def handle(self, api: Api) -> None:
        """Run the route's function on it, as often as Lambda does."""
        message = dict(MESSAGES[self.kind], session_id="")
        if self.kind == "stop":
            message["last_seq"] = self.last_seq
        event = api.event(message, "DISCONNECT" if self.kind == "disconnect" else "MESSAGE")
        event["requestContext"] |= {"requestTimeEpoch": self.at_ms, "connectionId": api.connection_id}
        (entry_points.on_disconnect if self.kind == "disconnect" else entry_points.on_message)(event, None)


@dataclass
class Wish:
    """A turn that ends in a sticker, by the model."""

    started_ms: int
    stopped_ms: int | None = None
    last_seq: int | None = None
    is_cancelled: bool = False


def wishes(received: list[Received]) -> list[Wish]:
    """Those that are complete, handling each message at once: the model."""
    complete: list[Wish] = []
    listening: Wish | None = None
    newest: Wish | None = None
    for message in received:
        match message.kind:
            case "start":
                if newest and newest.stopped_ms is None and newest in complete and _is_soon(message, newest):
                    newest.is_cancelled = True  # what was typed was a wake word
                listening = newest = Wish(message.at_ms)
            case "stop" if listening:
                listening.stopped_ms, listening.last_seq = message.at_ms, message.last_seq
                complete.append(listening)
                listening = None
            case "wish":
                listening, newest = None, Wish(message.at_ms)
                complete.append(newest)
            case "abort" if newest and not listening and newest in complete:
                newest.is_cancelled = True
            case "abort" | "goodbye" | "disconnect":
                listening = None
    return complete


def _is_soon(start: Received, typed: Wish) -> bool:
    return start.at_ms - typed.started_ms <= 1000


def printed(api: Api) -> list[Wish]:
    """What the executions print: each by its input, and what its session's events say when it runs."""
    return sorted(_printed(api), key=lambda wish: wish.started_ms)


def _printed(api: Api) -> Iterator[Wish]:
    for document in map(ExecutionDocument.model_validate, api.executions()):
        if document.device.connection_id != api.connection_id:
            continue
        find_turn = partial(api.registry.turn, api.session_id, document.recording_id)
        if not (turn := find_turn()) or turn.is_taken_back:
            continue
        if document.recording is None:
            yield Wish(turn.started_ms)
            continue
        with suppress(WishCancelled):  # the recording was never stopped
            window = wait_for_stop(document.recording, find_turn, 0, NO_WAIT)
            yield Wish(window.started_ms, window.stopped_ms, window.last_seq)


def meant(received: list[Received]) -> list[Wish]:
    return [wish for wish in wishes(received) if not wish.is_cancelled]


TWO_WISHES = [Received("start", 10), Received("stop", 20), Received("start", 30), Received("stop", 40)]


def after(began: int, received: list[Received]) -> list[Received]:
    return [Received(one.kind, began + one.at_ms) for one in received]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
@pytest.mark.parametrize("times", [1, 2])
def test_each_of_two_wishes_gets_its_own_execution_in_any_order(ready: Api, order: tuple[int, ...], times: int) -> None:
    received = after(ready.now_ms, TWO_WISHES)
    for place in order * times:
        received[place].handle(ready)
    assert not ready.new_messages(), "no order is the child's fault"
    assert printed(ready) == meant(received)
    assert len(meant(received)) == 2


class Running:
    """An execution, worker by worker, with the functions by which the real ones read its turn."""

    def __init__(self, api: Api, document: ExecutionDocument) -> None:
        assert document.recording
        self._recording = document.recording
        self._find_turn = partial(api.registry.turn, api.session_id, document.recording_id)
        self._window = document.recording
        self.state = "Transcode"

    @property
    def prints(self) -> tuple[int, int]:
        return self._window.started_ms, self._window.stopped_ms

    def step(self) -> None:
        """Runs the next worker. A recording without a listen stop of its own is waited for."""
        with suppress(WishCancelled):
            self.state = self._next()

    def _next(self) -> str:
        turn = self._find_turn()
        assert turn
        match self.state:
            case "Transcode":
                self._window = wait_for_stop(self._recording, self._find_turn, 0, NO_WAIT)
                return "Announce"
            case "Announce" | "Moderate":
                speech = Speech(
                    key="", packets=1, lost=0, corrupt=0, seconds=1, peak_dbfs=0, stopped_ms=self._window.stopped_ms
                )
                try:
                    require_unchanged(turn, speech)
                except RecordingChanged:
                    return "Transcode"
                return "Nothing" if turn.is_taken_back else {"Announce": "Moderate", "Moderate": "Sticker"}[self.state]
        return self.state


def run_while_handled(api: Api, handled: list[Received]) -> list[tuple[int, int]]:
    """Each execution runs one worker after each message, then to its end: start and stop of what is printed."""
    running: dict[str, Running] = {}
    for message in handled:
        message.handle(api)
        for document in map(ExecutionDocument.model_validate, api.executions()):
            running.setdefault(document.recording_id, Running(api, document)).step()
    for _ in range(4):
        for execution in running.values():
            execution.step()
    return sorted(execution.prints for execution in running.values() if execution.state == "Sticker")


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_each_of_two_wishes_is_transcoded_up_to_its_own_stop_while_messages_come(
    ready: Api, order: tuple[int, ...]
) -> None:
    received = after(ready.now_ms, TWO_WISHES)
    windows = [(wish.started_ms, wish.stopped_ms) for wish in meant(received)]
    assert run_while_handled(ready, [received[place] for place in order]) == windows


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
@pytest.mark.parametrize(
    "kinds", [("start", "abort", "stop"), ("start", "stop", "abort"), ("start", "disconnect", "stop")]
)
def test_what_was_taken_back_is_not_printed_while_messages_come(
    ready: Api, kinds: tuple[str, ...], order: tuple[int, ...]
) -> None:
    received = [Received(kind, ready.now_ms + 10 * place) for place, kind in enumerate(kinds)]
    assert run_while_handled(ready, [received[place] for place in order]) == meant(received) == []


def test_a_recording_is_counted_once_however_often_it_is_stopped(ready: Api, log: Any) -> None:
    received = after(ready.now_ms, TWO_WISHES)
    for message in (*received, received[1], received[3], received[0]):
        message.handle(ready)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert sum("Recordings" in line for line in lines) == 2


TAKEN_BACK = {
    "while listening": ("start", "abort", "stop"),
    "while processing": ("start", "stop", "abort"),
    "and speaks again": ("start", "stop", "abort", "start", "stop"),
    "and types": ("start", "stop", "abort", "wish"),
    "disconnects while listening": ("start", "disconnect"),
    "disconnects while processing": ("start", "stop", "disconnect"),
    "says goodbye": ("start", "stop", "goodbye", "disconnect"),
    "wakes it by a word": ("wish", "start", "stop"),
}


@pytest.mark.parametrize("case", TAKEN_BACK)
def test_taking_back_and_leaving_end_the_same_in_any_order(ready: Api, case: str) -> None:
    kinds = TAKEN_BACK[case]
    everything: list[Received] = []
    orders = list(itertools.permutations(range(len(kinds))))
    for order in orders[:: 1 + len(orders) // 24]:
        began = ready.now_ms + 5000
        received = [Received(kind, began + place) for place, kind in enumerate(kinds)]
        everything += received
        for place in order:
            received[place].handle(ready)
        ready.now_ms = began + 100
        recent = [wish for wish in printed(ready) if wish.started_ms >= began]
        assert recent == meant(received), order


class Conversation(RuleBasedStateMachine):
    """One device's messages on one connection: received in order, handled in any, some of them again."""

    connections = itertools.count()

    def __init__(self, api: Api) -> None:
        super().__init__()
        self.api = api
        api.connection_id = f"connection{next(self.connections)}="
        event = json.loads((api.events / "connect.json").read_text())
        event["requestContext"]["connectionId"] = api.connection_id
        entry_points.on_connect(event, None)
        self.clock = api.now_ms
        Received("hello", self.clock).handle(api)
        self.received: list[Received] = []
        self.waiting: list[Received] = []

    @rule(
        kind=st.sampled_from([*MESSAGES, "start", "stop", "start", "stop"]), pause_ms=st.sampled_from([0, 1, 60, 1500])
    )
    def receive(self, kind: str, pause_ms: int) -> None:
        is_burst = kind == "start" and self.received and self.received[-1].kind in ("abort", "wish")
        # A start and a stop of one millisecond cannot be told from a stop and a start: they count as a whole press.
        self.clock += pause_ms if is_burst else max(1, pause_ms)
        self.received.append(Received(kind, self.clock))
        self.waiting.append(self.received[-1])

    @precondition(lambda self: self.waiting)
    @rule(choice=st.data())
    def handle(self, choice: st.DataObject) -> None:
        self._next(choice).handle(self.api)

    @precondition(lambda self: len(self.waiting) > 1)
    @rule(choice=st.data())
    def handle_two_at_once(self, choice: st.DataObject) -> None:
        pair = [self._next(choice), self._next(choice)]
        with ThreadPoolExecutor(2) as lambdas:
            list(lambdas.map(lambda message: message.handle(self.api), pair))

    @precondition(lambda self: len(self.received) > len(self.waiting))
    @rule(choice=st.data())
    def handle_again(self, choice: st.DataObject) -> None:
        handled = [message for message in self.received if message not in self.waiting]
        choice.draw(st.sampled_from(handled)).handle(self.api)

    @rule()
    def conclude(self) -> None:
        """The oldest execution whose messages have all been handled ends, as Forget does it."""
        if not self.waiting and (turns := [turn for turn in self.api.session.turns if turn.is_complete]):
            self.api.registry.conclude(self.api.session_id, turns[0].recording_id, "delivered")

    def _next(self, choice: st.DataObject) -> Received:
        return self.waiting.pop(choice.draw(st.integers(0, len(self.waiting) - 1)))

    def teardown(self) -> None:
        for message in reversed(self.waiting):
            message.handle(self.api)
        assert printed(self.api) == meant(self.received)


def test_any_conversation_handled_in_any_order_prints_what_its_device_meant(ready: Api) -> None:
    """No wish lost, and none printed twice."""
    run_state_machine_as_test(
        partial(Conversation, ready), settings=settings(max_examples=30, stateful_step_count=16, deadline=None)
    )
