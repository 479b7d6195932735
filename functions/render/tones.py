"""Makes a tonal picture black and white: lightens it towards the limit on black, whitens its paper and dithers it."""

from PIL import Image

from functions.render.dither import TONAL_DITHERS

MAX_GAMMA = 2.2
"A tonal picture lightened more looks washed out."

WHITE = 248
"Level from which a dot is left white: a few stray dots look like dirt, not like a tone."

_PAPER = [level if level < WHITE else 255 for level in range(256)]


def tonal(grey: Image.Image, dither: str, most_black: float) -> Image.Image:
    """Dots of a picture that is already scaled. `dither` is the setting tonal_dither."""
    return TONAL_DITHERS[dither](lightened(grey, most_black).point(_PAPER))


def lightened(grey: Image.Image, most_black: float) -> Image.Image:
    """Tones that dither to at most that share of black, or as near as MAX_GAMMA allows."""
    histogram = grey.histogram()
    gamma = 1.0
    while _black_share(histogram, gamma) > most_black and gamma < MAX_GAMMA:
        gamma += 0.1
    return grey if gamma == 1.0 else grey.point([round(255 * (level / 255) ** (1 / gamma)) for level in range(256)])


def _black_share(histogram: list[int], gamma: float) -> float:
    white: float = sum(count * (level / 255) ** (1 / gamma) for level, count in enumerate(histogram))
    return 1 - white / sum(histogram)
