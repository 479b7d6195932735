"""Exceptions of the virtual device."""


class StickerDamaged(ValueError):
    """The received sticker differs from its announcement, or its printer could not print it."""
