"""Frames become numbered audio messages: fewer messages for API Gateway to count, and an order that survives it.

A message's number is that of its first packet since listen start. No I/O, no clock.
"""

import base64

from stikadoo.messages import Audio

MAX_TEXT_BYTES = 32 * 1024
"API Gateway closes with 1009 on a larger frame; an audio message stays below it."

MAX_FRAME_BYTES = 24_000
"Of one message: 32,000 in base64, which leaves the envelope more than it needs."


class Batch:
    """The packets of one recording that wait to be sent."""

    def __init__(self, max_packets: int) -> None:
        self._max_packets = max_packets
        self._waiting: list[bytes] = []
        self._sent = 0

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    @property
    def last_seq(self) -> int:
        """The number of the last packet taken in; -1 for none."""
        return self._sent + len(self._waiting) - 1

    def add(self, frame: bytes) -> list[str]:
        """The messages to send now: those before a frame that would be too much, and those that are full."""
        would_be = sum(map(len, self._waiting)) + len(frame)
        messages = self.flush() if would_be > MAX_FRAME_BYTES else []
        self._waiting.append(frame)
        return messages + self.flush() if len(self._waiting) >= self._max_packets else messages

    def flush(self) -> list[str]:
        """All that waits, as one message; none if nothing does."""
        if not self._waiting:
            return []
        message = Audio(seq=self._sent, data=base64.b64encode(b"".join(self._waiting)).decode())
        self._sent += len(self._waiting)
        self._waiting.clear()
        return [message.encode()]
