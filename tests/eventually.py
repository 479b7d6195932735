"""Waiting for a condition, not for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def eventually(found: Callable[[], Value | None], within: float = 15) -> Value:
    """The first true value; fails if there is none in time."""
    deadline = time.monotonic() + within
    while not (value := found()):
        assert time.monotonic() < deadline, f"nothing within {within} s"
        time.sleep(0.05)
    return value
