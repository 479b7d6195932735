"""Classifies a picture as line art, which is thresholded, or as tonal, which is dithered.

Mid-tones decide. Line art has them along its anti-aliased edges, one or two dots wide; shading and photographs have
whole areas. So blocks of dots are counted, not single dots.
"""

from typing import Literal

from PIL import Image

from functions.render.contrast import stretched

Style = Literal["line", "tonal"]

DITHERS = ("auto", "line", "tonal")
"Values of the setting dither."

MID_TONES = range(50, 216)
"Levels that neither black nor white represents well."

BLOCK = 3
"dots each way; an edge is narrower once the picture is no larger than it is printed"

TONAL_SHARE = 0.02
"""Of all blocks, those that are mid-tones throughout.

Of 250 OpenMoji outlines, 380 or 1024 dots wide, none exceeded 0.017; a picture with a tenth of it shaded reaches 0.1.
"""


def style_of(grey: Image.Image) -> Style:
    """Of a picture no larger than it is printed."""
    mid_tones = stretched(grey).point([255 if level in MID_TONES else 0 for level in range(256)])
    blocks = mid_tones.reduce(BLOCK)
    return "tonal" if blocks.histogram()[255] >= TONAL_SHARE * blocks.width * blocks.height else "line"
