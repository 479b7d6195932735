"""Preview of a sticker for the device's display: 480 × 480 pixels, RGB, centred on white.

Interpolated greys avoid moiré in dithered areas. There are few of them, because the device downloads the preview: with
256 greys, a dithered photograph takes twice the bytes.
"""

from PIL import Image, ImageOps

SIDE = 480
"pixels of the display, each way"

GREYS = 5
"Fewer would shift the tones."

_STEP = 255 / (GREYS - 1)


def preview(dots: Image.Image) -> Image.Image:
    """Scaled to the largest size that fits."""
    fitted = ImageOps.pad(dots.convert("L"), (SIDE, SIDE), Image.Resampling.BILINEAR, color=255)
    return fitted.point([round(round(level / _STEP) * _STEP) for level in range(256)]).convert("RGB")
