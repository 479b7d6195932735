"""Opens a provider's picture safely: PNG, JPEG or WebP, of a bounded size, upright, opaque on white.

No other format is tried, so that a provider's bytes never reach Pillow's less used decoders.
"""

import warnings
from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

from stikadoo.errors import PictureUnusable

FORMATS = ("PNG", "JPEG", "WEBP")

MAX_PIXELS = 4096 * 4096
"64 MB as RGBA. No supported image model draws a larger picture."

_UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)
"What Pillow raised for 70,000 pictures with bytes changed, lost or added; its decoders share no exception class."


def open_on_white(picture: bytes, provider: str, mode: Literal["L", "RGB"]) -> Image.Image:
    """8 bits a channel, 255 is white. Raises PictureUnusable if it cannot be decoded or is too large.

    Not a SpeakerError: the child's wish is not the cause, and an operator should look. Not retried: Render would read
    the same bytes again, and Imagine would pay the engine again.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(picture), formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise PictureUnusable(provider, f"a picture of {image.width} × {image.height} dots is too large")
                return _on_white(_upright(image, mode), mode)
    except _UNREADABLE as exc:
        raise PictureUnusable(provider, "the picture cannot be decoded") from exc


def _upright(image: Image.Image, mode: str) -> Image.Image:
    """Turned and mirrored as its EXIF orientation says."""
    image.draft(mode, None)  # for mode L, a JPEG's colour channels are not decoded
    ImageOps.exif_transpose(image, in_place=True)
    return image


def _on_white(image: Image.Image, mode: str) -> Image.Image:
    if image.mode == "I;16":
        return image.point(lambda level: level * (1 / 256)).convert("L").convert(mode)  # convert alone clips at 255
    if not image.has_transparency_data:
        return image.convert(mode)
    transparent = image.convert("RGBA")
    paper = Image.new(mode, image.size, "white")
    paper.paste(transparent.convert(mode), mask=transparent.getchannel("A"))
    return paper
