"""Exceptions of the virtual device."""


class Unreachable(ConnectionError):
    """No server accepts connections at an address."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot connect to {self.url}: {self.reason}"


class StickerDamaged(ValueError):
    """The received sticker differs from its announcement, or its printer could not print it."""
