"""Tones are lightened towards the limit on black, and nearly white paper stays clean."""

import pytest
from PIL import Image

from functions.render.dither import floyd_steinberg
from functions.render.limit_black import black_share
from functions.render.tones import lightened, tonal
from tests.pictures import clouds, noise


@pytest.mark.parametrize("most", [0.5, 0.45, 0.35])
def test_tones_are_lightened_until_their_dots_are_within_the_limit(most: float) -> None:
    grey = clouds(256)
    assert black_share(floyd_steinberg(grey)) > most - 0.1
    assert black_share(floyd_steinberg(lightened(grey, most))) <= most + 0.01


def test_tones_that_are_light_enough_stay() -> None:
    light = noise(64, 64, 10)
    assert lightened(light, 0.6).tobytes() == light.tobytes()


@pytest.mark.parametrize(("level", "is_clean"), [(249, True), (245, False)])
def test_nearly_white_is_paper(level: int, is_clean: bool) -> None:
    dots = tonal(Image.new("L", (128, 128), level), "floyd-steinberg", 1.0)
    assert (black_share(dots) == 0) is is_clean
