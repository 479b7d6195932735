"""A company's picture, PNG, JPEG or WebP, becomes the PNG that is stored: opaque, on white, of a bounded size."""

import base64
import binascii
import io
from typing import Any

from PIL import Image

from stikadoo.errors import ProviderUnavailable

MOST_DOTS = 4096 * 4096
"Decoded: 64 MB."
_FORMATS = ("PNG", "JPEG", "WEBP")


def as_png(provider: str, picture: bytes) -> bytes:
    """Raises ProviderUnavailable for what is no picture, or too large a one."""
    png = io.BytesIO()
    try:
        with Image.open(io.BytesIO(picture), formats=_FORMATS) as image:
            if image.width * image.height > MOST_DOTS:
                raise ProviderUnavailable(provider, f"a picture of {image.width} × {image.height} dots is too large")
            _on_white(image).save(png, "PNG", compress_level=3)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise ProviderUnavailable(provider, "the picture cannot be decoded") from exc
    return png.getvalue()


def from_base64(provider: str, text: Any) -> bytes:
    """Raises ProviderUnavailable for what is no base64."""
    if not isinstance(text, str):
        raise ProviderUnavailable(provider, "no picture in the reply")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as exc:
        raise ProviderUnavailable(provider, "the picture is no base64") from exc


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    drawn = image.convert("RGBA")
    sheet = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(sheet, drawn).convert("RGB")
