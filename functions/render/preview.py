"""The sticker's dots become a picture for the device's display: 480 × 480 pixels, RGB, centred on white.

Greys between the dots make dithered areas look even and not like a weave; few of them, since a device fetches this over
somebody's Wi-Fi, and 256 greys of a dithered photograph take twice the bytes.
"""

from PIL import Image, ImageOps

SIDE = 480
"pixels of the Stikadoo's display, each way"

GREYS = 5
"Fewer shift the tones."

_STEP = 255 / (GREYS - 1)


def preview(dots: Image.Image) -> Image.Image:
    """As large as fits."""
    shown = ImageOps.pad(dots.convert("L"), (SIDE, SIDE), Image.Resampling.BILINEAR, color=255)
    return shown.point([round(round(level / _STEP) * _STEP) for level in range(256)]).convert("RGB")
