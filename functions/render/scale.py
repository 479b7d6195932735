"""Scales a picture to its size in dots, with the averaging that its style needs.

Tones are averaged as code values: each dot's level is the share of white it gets by dithering. Line art is averaged in
linear light (linear_light.py). The style is judged on the averaged tones, so it is known only here.
"""

from dataclasses import dataclass

from PIL import Image

from functions.render.contrast import stretched, stretched_if_pale
from functions.render.linear_light import reduced_in_light
from functions.render.style import Style, style_of


@dataclass(frozen=True)
class Scaled:
    grey: Image.Image
    style: Style


def scale(picture: Image.Image, size: tuple[int, int], dither: str) -> Scaled:
    """`dither` is the setting: a style for all pictures, or auto."""
    tones = reduced(picture, size)
    style = _style(tones, dither)
    if style == "tonal":
        return Scaled(enlarged(stretched_if_pale(tones), size), style)
    lines = stretched(picture)
    return Scaled(reduced_in_light(lines, size) if _is_smaller(size, lines) else enlarged(lines, size), style)


def _style(tones: Image.Image, dither: str) -> Style:
    if dither == "auto":
        return style_of(tones)
    return "line" if dither == "line" else "tonal"


def _is_smaller(size: tuple[int, int], grey: Image.Image) -> bool:
    return size[0] < grey.width and size[1] < grey.height


def reduced(grey: Image.Image, size: tuple[int, int]) -> Image.Image:
    """No larger than `size`. Each dot is the mean of the pixels it covers."""
    return grey.resize(size, Image.Resampling.BOX, reducing_gap=3.0) if _is_smaller(size, grey) else grey


def enlarged(grey: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Bilinear: sharper filters make a small picture's edges bumpy once they are black and white."""
    return grey if grey.size == size else grey.resize(size, Image.Resampling.BILINEAR)
