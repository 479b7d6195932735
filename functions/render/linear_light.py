"""Gamma-correct downscaling: converts sRGB to linear light, then averages.

The mean of code values is darker than the mean of the light that the paper reflects: thin white lines would close, and
thin black lines would grow. sRGB's curve, IEC 61966-2-1: c / 12.92 up to 0.04045, else ((c + 0.055) / 1.055) ** 2.4.
"""

from PIL import Image


def _light(level: int) -> float:
    code = level / 255
    return code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4


LIGHT = [255 * _light(level) for level in range(256)]
"Of each code value, in 255ths of full light."


def reduced_in_light(grey: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Each dot's level is its share of full light, in 255ths."""
    return grey.point(LIGHT, "F").resize(size, Image.Resampling.HAMMING).convert("L")
