"""What a careful device says instead of printing rubbish."""


class StickerDamaged(ValueError):
    """What came is not what was announced."""
