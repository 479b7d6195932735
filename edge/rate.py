"""Rate limit of one device's messages: a token bucket. No I/O, no clock.

A large message counts for several. Nothing is dropped: the caller waits before it reads on, so TCP slows the device.
"""

MESSAGES_PER_SECOND = 300
"Packets of 5 ms are 200 a second; packets of 60 ms are 17."

BURST = 1200
"A recording sent at once: a minute of 60 ms packets."

BYTES_PER_MESSAGE = 4096
"A larger message counts once for each."


class Rate:
    def __init__(self, now: float) -> None:
        self._tokens = float(BURST)
        self._at = now

    def delay(self, size: int, now: float) -> float:
        """Count a message of this many bytes; returns the seconds to wait before the next one."""
        self._tokens = min(BURST, self._tokens + (now - self._at) * MESSAGES_PER_SECOND)
        self._at = now
        self._tokens -= 1 + size // BYTES_PER_MESSAGE
        return max(0.0, -self._tokens / MESSAGES_PER_SECOND)
