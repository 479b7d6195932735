"""Stretches contrast to full black and full white."""

from PIL import Image, ImageOps

IGNORED_PERCENT = 0.5
"of the darkest and of the lightest dots are ignored when the contrast is stretched"

PALE = 96
"Level. Tones are stretched only if nothing is this dark; otherwise they are kept as drawn."


def stretched(grey: Image.Image) -> Image.Image:
    """From full black to full white, even for a pencil drawing."""
    return ImageOps.autocontrast(grey, cutoff=IGNORED_PERCENT)


def stretched_if_pale(grey: Image.Image) -> Image.Image:
    is_pale = not any(grey.histogram()[: PALE + 1])
    return stretched(grey) if is_pale else grey
