"""The messages a device received in one exchange, with arrival times; callers can wait for a condition on them."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from stikadoo.errors import MalformedMessage
from stikadoo.messages import CloudMessage, Message, from_cloud

Kind = TypeVar("Kind", bound=Message)

OnMessage = Callable[[float, CloudMessage], None]
"Called for every message with its seconds since listen stop (negative before)."


class MessageLog:
    """The messages of the current exchange: from listen start to the next."""

    def __init__(self, on_message: OnMessage | None = None) -> None:
        self.zero = asyncio.get_running_loop().time()
        "Loop time of listen stop; of the exchange's start before that."
        self.ignored = 0
        "Number of texts that are no known message: the firmware logs and ignores them."
        self.closed: str | None = None
        "How the connection ended; None while it is open."
        self._received: list[tuple[float, CloudMessage]] = []
        self._on_message = on_message
        self._changed = asyncio.Condition()

    def clear(self) -> None:
        """Start a new exchange."""
        self._received.clear()
        self.restart_clock()

    def restart_clock(self) -> None:
        self.zero = asyncio.get_running_loop().time()

    @property
    def events(self) -> tuple[tuple[float, CloudMessage], ...]:
        """Each message with its seconds since listen stop."""
        return tuple((at - self.zero, message) for at, message in self._received)

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [message for _, message in self._received if isinstance(message, kind)]

    def last(self, kind: type[Kind]) -> Kind | None:
        return next(iter(reversed(self.all(kind))), None)

    async def add(self, text: str) -> None:
        at = asyncio.get_running_loop().time()
        async with self._changed:
            try:
                message = from_cloud(text)
            except MalformedMessage:
                self.ignored += 1
                return
            self._received.append((at, message))
            self._changed.notify_all()
        if self._on_message:
            self._on_message(at - self.zero, message)

    async def close(self, reason: str) -> None:
        async with self._changed:
            self.closed = reason
            self._changed.notify_all()

    async def wait_until(self, condition: Callable[[], bool], awaited: str, seconds: float) -> None:
        """Raises TimeoutError, or ConnectionError if the connection ended first; both name what was awaited."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: condition() or self.closed is not None)
        except TimeoutError:
            raise TimeoutError(f"no {awaited} within {seconds:g} s; {self._summary()}") from None
        if not condition():
            raise ConnectionError(f"{self.closed} before {awaited}; {self._summary()}")

    def _summary(self) -> str:
        types = ", ".join(message.type for _, message in self._received) or "nothing"
        return f"received: {types}" + (f"; {self.ignored} texts ignored" if self.ignored else "")
