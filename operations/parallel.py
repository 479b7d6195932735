"""A bounded parallel map over calls to AWS."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_THREADS = 8


def parallel_map(call: Callable[[Item], Result], items: Iterable[Item], threads: int = _THREADS) -> Iterator[Result]:
    """Results in the order of the items. Reads at most `threads` items more than the consumer needs."""
    with ThreadPoolExecutor(threads) as pool:
        remaining = iter(items)
        while batch := list(islice(remaining, threads)):
            yield from pool.map(call, batch)
