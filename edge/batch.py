"""Batches frames into numbered audio messages, to send fewer messages and to keep their order.

A message's number is that of its first packet since listen start. No I/O, no clock.
"""

import base64

from stikadoo.messages import Audio

MAX_TEXT_BYTES = 32 * 1024
"API Gateway closes with 1009 on a larger frame; an audio message stays below it."

MAX_BATCH_BYTES = 24_000
"Frames per message: 32,000 bytes in base64, which leaves enough for the JSON around it."


class Batch:
    """A recording's packets that are not sent yet."""

    def __init__(self, max_packets: int) -> None:
        self._max_packets = max_packets
        self._frames: list[bytes] = []
        self._sent = 0

    @property
    def is_empty(self) -> bool:
        return not self._frames

    @property
    def last_seq(self) -> int:
        """The number of the last packet added; -1 for none."""
        return self._sent + len(self._frames) - 1

    def add(self, frame: bytes) -> list[str]:
        """Returns the messages to send: the batch so far if the frame does not fit, and the batch if it is full."""
        size = sum(map(len, self._frames)) + len(frame)
        messages = self.flush() if size > MAX_BATCH_BYTES else []
        self._frames.append(frame)
        return messages + self.flush() if len(self._frames) >= self._max_packets else messages

    def flush(self) -> list[str]:
        """The batch as one message; no message if it is empty."""
        if not self._frames:
            return []
        message = Audio(seq=self._sent, data=base64.b64encode(b"".join(self._frames)).decode())
        self._sent += len(self._frames)
        self._frames.clear()
        return [message.encode()]
