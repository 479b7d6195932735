"""Questions to AWS, a few at once: an operator does not wait for twenty in a row."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from operations.stage import Stage

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

_AT_ONCE = 8


def side_by_side(stage: Stage, things: Iterable[Thing], ask: Callable[[Thing], Answer]) -> Iterator[Answer]:
    """The answers in the order of the things, a few asked at once and no more than a few too many."""
    _ = stage.states, stage.s3  # made once, before threads share them
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        left = iter(things)
        while some := list(islice(left, _AT_ONCE)):
            yield from pool.map(ask, some)
