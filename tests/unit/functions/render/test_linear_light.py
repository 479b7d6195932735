"""Levels are averaged as light, as the eye does."""

import pytest
from PIL import Image

from functions.render.linear_light import LIGHT, reduced_in_light


@pytest.mark.parametrize(("code", "light"), [(0, 0), (10, 0.0030353), (128, 0.2158605), (188, 0.5028865), (255, 1)])
def test_the_curve_is_srgb_s(code: int, light: float) -> None:
    assert LIGHT[code] / 255 == pytest.approx(light, abs=1e-6)


def test_half_black_and_half_white_is_half_the_light() -> None:
    stripes = Image.new("L", (64, 64), 255)
    for column in range(0, 64, 2):
        stripes.paste(0, (column, 0, column + 1, 64))
    assert reduced_in_light(stripes, (8, 8)).getpixel((4, 4)) == pytest.approx(127, abs=1)


def test_half_the_code_is_a_fifth_of_the_light() -> None:
    assert reduced_in_light(Image.new("L", (64, 64), 128), (8, 8)).getpixel((4, 4)) == 55
