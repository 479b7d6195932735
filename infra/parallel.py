"""Work in threads that Ctrl-C interrupts at once, whatever they are doing.

concurrent.futures is not used by the main thread: a KeyboardInterrupt while it waits for a future, or for a Thread to
start, can leave a lock acquired, and then the pool waits for ever. Here the main thread waits in SimpleQueue.get, which
is written in C and leaves no lock, and threads are started by _thread; they do not delay the exit.
"""

import _thread
import queue
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_THREADS = 8
_WAKES_SECONDS = 0.2


def in_parallel(call: Callable[[Item], Result], items: Iterable[Item], threads: int = _THREADS) -> list[Result]:
    """Results in the order of the items. Raises the first error, and starts no further call."""
    todo: queue.SimpleQueue[tuple[int, Item]] = queue.SimpleQueue()
    done: queue.SimpleQueue[_Attempt[Result]] = queue.SimpleQueue()
    for place, item in enumerate(items):
        todo.put((place, item))
    count = todo.qsize()

    def work() -> None:
        for place, item in _left(todo):
            attempt = _attempt(place, partial(call, item))
            if attempt.error:
                list(_left(todo))
            done.put(attempt)

    for _ in range(min(threads, count)):
        _thread.start_new_thread(work, ())
    results: dict[int, Result] = {}
    for _ in range(count):
        attempt = _next(done)
        results[attempt.place] = attempt.result()
    return [results[place] for place in range(count)]


def in_background(call: Callable[[], Result]) -> Callable[[], Result]:
    """Starts the call; the returned function waits for its result."""
    done: queue.SimpleQueue[_Attempt[Result]] = queue.SimpleQueue()
    _thread.start_new_thread(lambda: done.put(_attempt(0, call)), ())
    return lambda: _next(done).result()


@dataclass
class _Attempt(Generic[Result]):
    """A context manager that keeps the error, for the thread that asks for the result."""

    place: int
    values: tuple[Result, ...] = ()
    "The result; none after an error."
    error: BaseException | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True

    def result(self) -> Result:
        if self.error:
            raise self.error
        return self.values[0]


def _attempt(place: int, call: Callable[[], Result]) -> "_Attempt[Result]":
    attempt: _Attempt[Result] = _Attempt(place)
    with attempt:
        attempt.values = (call(),)
    return attempt


def _next(done: "queue.SimpleQueue[_Attempt[Result]]") -> "_Attempt[Result]":
    """Wakes up now and then: a signal that arrives just before the wait does not end it."""
    while True:
        with suppress(queue.Empty):
            return done.get(timeout=_WAKES_SECONDS)


def _left(todo: "queue.SimpleQueue[tuple[int, Item]]") -> Iterable[tuple[int, Item]]:
    """Takes what is left."""
    with suppress(queue.Empty):
        while True:
            yield todo.get_nowait()
