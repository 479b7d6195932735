"""Grey dots become black or white ones: line art by a threshold, which keeps it crisp, tonal pictures by dithering.

Which of the two a picture is shows in its mid-tones. Line art has them too, along every anti-aliased edge, but only
one or two dots wide; shading and photographs have whole areas of them. So blocks of dots are counted, not dots.
"""

from typing import Literal

from PIL import Image, ImageOps

Style = Literal["line", "tonal"]

DITHERS = ("auto", "line", "tonal")
"By the setting dither."

MID_TONES = range(50, 216)
"Levels that neither black nor white stands for well."

BLOCK = 3
"dots each way; an edge is narrower, once the picture is no larger than the printer needs it."

TONAL_FROM = 0.02
"""Share of the blocks that are mid-tones throughout.

Of 250 OpenMoji outlines, 380 or 1024 dots wide, none came above 0.017; a tenth of a picture shaded makes it 0.1.
"""

IGNORED_PERCENT = 0.5
"of the darkest and of the lightest dots do not count when the contrast is stretched."


def contrasted(grey: Image.Image) -> Image.Image:
    """From full black to full white, even if it was drawn with a pencil."""
    return ImageOps.autocontrast(grey, cutoff=IGNORED_PERCENT)


def style_of(grey: Image.Image) -> Style:
    """Judges a picture of full contrast that is no larger than the printer needs it."""
    mid_tones = grey.point([255 if level in MID_TONES else 0 for level in range(256)])
    blocks = mid_tones.reduce(BLOCK)
    return "tonal" if blocks.histogram()[255] >= TONAL_FROM * blocks.width * blocks.height else "line"
