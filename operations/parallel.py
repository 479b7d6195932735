"""A bounded parallel map over calls to AWS."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from infra.parallel import in_parallel

Item = TypeVar("Item")
Result = TypeVar("Result")

_THREADS = 8


def parallel_map(call: Callable[[Item], Result], items: Iterable[Item], threads: int = _THREADS) -> Iterator[Result]:
    """Results in the order of the items. Reads at most `threads` items more than the consumer needs."""
    remaining = iter(items)
    while batch := list(islice(remaining, threads)):
        yield from in_parallel(call, batch, threads)
