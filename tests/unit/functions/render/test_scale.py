"""Scaling gives the size in dots, whichever the style, and averages only a picture that gets smaller."""

import pytest
from PIL import Image

from functions.render.scale import enlarged, reduced, scale


def test_a_large_picture_is_reduced_and_a_small_one_stays() -> None:
    assert reduced(Image.new("L", (1024, 512)), (384, 192)).size == (384, 192)
    assert reduced(Image.new("L", (100, 50)), (384, 192)).size == (100, 50)


def test_a_small_picture_is_enlarged() -> None:
    assert enlarged(Image.new("L", (100, 50)), (384, 192)).size == (384, 192)


@pytest.mark.parametrize("size", [(128, 128), (64, 64), (128, 20)])
def test_enlarged_line_art_keeps_its_levels(size: tuple[int, int]) -> None:
    grey = scale(Image.new("L", (64, 64), 128), size, "line").grey
    assert (grey.size, grey.getextrema()) == (size, (128, 128))


@pytest.mark.parametrize("dither", ["line", "tonal", "auto"])
@pytest.mark.parametrize("size", [(1024, 512), (100, 50), (384, 192), (500, 100)])
def test_every_style_is_scaled_to_that_size(dither: str, size: tuple[int, int]) -> None:
    assert scale(Image.linear_gradient("L").resize(size), (384, 192), dither).grey.size == (384, 192)


def test_a_pale_picture_is_stretched_once_it_is_scaled() -> None:
    pale = Image.linear_gradient("L").point([200 + level // 5 for level in range(256)])
    assert scale(pale, (128, 128), "tonal").grey.getextrema() == (0, 255)
