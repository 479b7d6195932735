"""Dots are as dense as the tone is dark; each dither has its own pattern."""

import pytest
from PIL import Image

from functions.render.dither import TONAL_DITHERS, atkinson, floyd_steinberg, ordered
from tests.pictures import ball


def flat(level: int, side: int = 128) -> Image.Image:
    return Image.new("L", (side, side), level)


def white_share(dots: Image.Image) -> float:
    return float(dots.histogram()[255] / (dots.width * dots.height))


@pytest.mark.parametrize("level", [20, 60, 110, 128, 160, 210, 240])
@pytest.mark.parametrize("dither", [floyd_steinberg, ordered])
def test_the_density_is_the_tone(dither: object, level: int) -> None:
    assert callable(dither)
    assert white_share(dither(flat(level))) == pytest.approx(level / 255, abs=0.01)


@pytest.mark.parametrize(("level", "lightest", "darkest"), [(40, 0.02, 0.13), (128, 0.47, 0.53), (215, 0.87, 0.98)])
def test_atkinson_s_tones_have_more_contrast(level: int, lightest: float, darkest: float) -> None:
    assert lightest <= white_share(atkinson(flat(level))) <= darkest


def test_atkinson_by_hand() -> None:
    """Calculated by hand: 100 of 255 is black and leaves 12 to each of six dots."""
    row = Image.frombytes("L", (4, 2), bytes([100, 100, 100, 100, 0, 0, 0, 255]))
    dots = atkinson(row).convert("L").tobytes()
    # 100 → 0, error 12; 112 → 0, error 14; 100 + 12 + 14 = 126 → 0, error 15; 100 + 14 + 15 = 129 → 255
    assert dots[:4] == bytes([0, 0, 0, 255])
    assert dots[4:] == bytes([0, 0, 0, 255])


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (7, 5), (384, 17)])
@pytest.mark.parametrize("name", TONAL_DITHERS)
def test_any_size_stays_and_is_one_bit(name: str, size: tuple[int, int]) -> None:
    dots = TONAL_DITHERS[name](Image.new("L", size, 90))
    assert (dots.mode, dots.size) == ("1", size)


@pytest.mark.parametrize("name", TONAL_DITHERS)
def test_black_and_white_stay_clean(name: str) -> None:
    drawn = ball(384)
    drawn.paste(0, (0, 0, 40, 40))
    dots = TONAL_DITHERS[name](drawn).convert("L")
    assert dots.crop((0, 0, 40, 40)).getextrema() == (0, 0)
    assert dots.crop((350, 350, 384, 384)).getextrema() == (255, 255)


def test_ordered_is_a_regular_screen_and_darker_tones_only_add_dots() -> None:
    lighter, darker = ordered(flat(128)), ordered(flat(64))
    tile = lighter.crop((0, 0, 8, 8)).tobytes()
    assert tile == lighter.crop((64, 32, 72, 40)).tobytes()
    assert tile[:1] in (b"\x55", b"\xaa")  # half black is a chequerboard
    both = zip(lighter.convert("L").tobytes(), darker.convert("L").tobytes(), strict=True)
    assert all(light >= dark for light, dark in both)
