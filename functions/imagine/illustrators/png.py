"""Re-encodes a provider's picture as the PNG that is stored: upright, opaque, on white."""

import base64
import binascii
import io
from typing import Any

from stikadoo.errors import PictureUnusable
from stikadoo.pictures import open_on_white


def as_png(provider: str, picture: bytes) -> bytes:
    """Raises PictureUnusable if it cannot be decoded or is too large."""
    png = io.BytesIO()
    open_on_white(picture, provider, "RGB").save(png, "PNG", compress_level=3)
    return png.getvalue()


def from_base64(provider: str, text: Any) -> bytes:
    """Base64, also wrapped in lines, or a data URL with it (RFC 2397). Raises PictureUnusable if it is neither."""
    if not isinstance(text, str):
        raise PictureUnusable(provider, "no picture in the reply")
    encoded = text.partition(",")[2] if text.startswith("data:") else text
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as exc:
        raise PictureUnusable(provider, "the picture is not valid base64") from exc
