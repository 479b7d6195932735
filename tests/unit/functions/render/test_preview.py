"""The preview fills the display, centred, and is small to download."""

from io import BytesIO

import pytest
from PIL import Image, ImageOps

from functions.render.preview import GREYS, SIDE, preview


@pytest.mark.parametrize(("width", "height"), [(384, 384), (384, 100), (384, 960), (576, 576), (64, 1)])
def test_every_preview_is_480_by_480_rgb(width: int, height: int) -> None:
    display = preview(Image.new("1", (width, height), 0))
    assert (display.mode, display.size) == ("RGB", (480, 480))


@pytest.mark.parametrize(
    ("size", "box"),
    [((384, 384), (0, 0, 480, 480)), ((384, 192), (0, 120, 480, 360)), ((384, 960), (144, 0, 336, 480))],
)
def test_it_is_as_large_as_fits_and_centred(size: tuple[int, int], box: tuple[int, int, int, int]) -> None:
    display = preview(Image.new("1", size, 0))
    assert ImageOps.invert(display).getbbox() == box


@pytest.mark.parametrize("tone", [64, 100, 128, 160, 200])
def test_a_dithered_grey_keeps_its_tone(tone: int) -> None:
    display = preview(Image.new("L", (384, 384), tone).convert("1")).convert("L")
    assert sum(level * count for level, count in enumerate(display.histogram())) / SIDE**2 == pytest.approx(tone, abs=4)


def test_it_has_few_greys_and_stays_small_even_for_noise() -> None:
    worst = preview(Image.effect_noise((384, 384), 80).convert("1"))
    assert len(worst.getcolors() or ()) <= GREYS
    file = BytesIO()
    worst.save(file, "PNG")
    assert len(file.getvalue()) < 130_000
