"""Poll until a condition holds."""

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def eventually(poll: Callable[[], Value | None], within: float = 60) -> Value:
    """The first true value. `within`, in seconds, only bounds a hang: it is generous, since machines are busy."""
    deadline = time.monotonic() + within
    while not (value := poll()):
        assert time.monotonic() < deadline, f"nothing within {within} s"
        time.sleep(0.05)
    return value
