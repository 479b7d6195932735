"""SIGTERM and SIGHUP handled like Ctrl-C, so that a command stops everything it started."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stoppable() -> Iterator[None]:
    """The first SIGTERM or SIGHUP (a closed terminal) raises KeyboardInterrupt; later ones are ignored."""

    def stop(number: int, frame: FrameType | None) -> None:
        for kind in previous:
            signal.signal(kind, signal.SIG_IGN)
        raise KeyboardInterrupt

    previous = {kind: signal.signal(kind, stop) for kind in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for kind, handler in previous.items():
            signal.signal(kind, handler)
