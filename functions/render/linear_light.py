"""Code values become light, and are made smaller there: what a dot of paper throws back is the mean of its light.

The mean of code values is darker, so that thin white lines close and thin black ones weigh more than they cover.
sRGB's curve, IEC 61966-2-1: c / 12.92 below 0.04045, else ((c + 0.055) / 1.055) ** 2.4.
"""

from PIL import Image

from functions.render.raster import enlarged


def _light(level: int) -> float:
    code = level / 255
    return code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4


LIGHT = [255 * _light(level) for level in range(256)]
"Of each code value, in 255ths."


def in_light(grey: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Of that size; each dot's level is its share of full light, in 255ths. A picture that must grow keeps its values:
    nothing is averaged, and edges stay where they were drawn."""
    if size[0] >= grey.width or size[1] >= grey.height:
        return enlarged(grey, size)
    return grey.point(LIGHT, "F").resize(size, Image.Resampling.HAMMING).convert("L")
