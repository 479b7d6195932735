"""What the cloud said, and when: texts become messages on a time line that others can wait for."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from stikadoo.errors import MalformedMessage
from stikadoo.messages import CloudMessage, Message, from_cloud

Kind = TypeVar("Kind", bound=Message)

OnMessage = Callable[[float, CloudMessage], None]
"Told of every message: seconds since listen stop (negative before), and the message."


class Timeline:
    """One talk: from listen start to the next."""

    def __init__(self, on_message: OnMessage | None = None) -> None:
        self.zero = asyncio.get_running_loop().time()
        "The talk's listen stop, once it was; loop time."
        self.ignored = 0
        "Texts that are no message a device knows: the firmware logs and ignores them."
        self.closed: str | None = None
        "How the connection ended, if it did."
        self._heard: list[tuple[float, CloudMessage]] = []
        self._on_message = on_message
        self._changed = asyncio.Condition()

    def begin(self) -> None:
        """A new talk: what was said before is forgotten."""
        self._heard.clear()
        self.zero_is_now()

    def zero_is_now(self) -> None:
        self.zero = asyncio.get_running_loop().time()

    @property
    def events(self) -> tuple[tuple[float, CloudMessage], ...]:
        """Each message with its seconds since listen stop."""
        return tuple((at - self.zero, message) for at, message in self._heard)

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [message for _, message in self._heard if isinstance(message, kind)]

    def last(self, kind: type[Kind]) -> Kind | None:
        return next(iter(reversed(self.all(kind))), None)

    async def hear(self, text: str) -> None:
        at = asyncio.get_running_loop().time()
        async with self._changed:
            try:
                message = from_cloud(text)
            except MalformedMessage:
                self.ignored += 1
                return
            self._heard.append((at, message))
            self._changed.notify_all()
        if self._on_message:
            self._on_message(at - self.zero, message)

    async def close(self, how: str) -> None:
        async with self._changed:
            self.closed = how
            self._changed.notify_all()

    async def until(self, is_there: Callable[[], bool], awaited: str, seconds: float) -> None:
        """Raises TimeoutError, or ConnectionError where the connection ended first; both say what was awaited."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: is_there() or self.closed is not None)
        except TimeoutError:
            raise TimeoutError(f"no {awaited} within {seconds:g} s; {self._so_far()}") from None
        if not is_there():
            raise ConnectionError(f"{self.closed} before {awaited}; {self._so_far()}")

    def _so_far(self) -> str:
        types = ", ".join(message.type for _, message in self._heard) or "nothing"
        return f"heard: {types}" + (f"; {self.ignored} texts ignored" if self.ignored else "")
