"""Margins go, the aspect stays, the printer's width and length are kept, and dots are packed the way printers read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from functions.render.raster import centred, enlarged, fitted, packed, reduced, trimmed
from stikadoo.errors import PictureRefused
from stikadoo.execution import Printer

sides = st.integers(1, 5000)
printers = st.builds(
    Printer, width_dots=st.integers(8, 300).map(lambda n: n * 8), max_length_dots=st.integers(64, 3000)
)


def with_box(paper: int, ink: int, box: tuple[int, int, int, int], size: tuple[int, int] = (200, 100)) -> Image.Image:
    """A filled rectangle; the box's last column and row are inked, too."""
    image = Image.new("L", size, paper)
    ImageDraw.Draw(image).rectangle(box, fill=ink)
    return image


def test_the_margin_goes() -> None:
    assert trimmed(with_box(255, 0, (50, 20, 149, 59)), "test").size == (100, 40)


def test_a_picture_without_margin_stays() -> None:
    assert trimmed(with_box(255, 0, (0, 0, 199, 99)), "test").size == (200, 100)


@pytest.mark.parametrize("paper", [250, 240, 225, 205])
def test_off_white_paper_is_margin_and_becomes_white(paper: int) -> None:
    drawn = with_box(paper, 0, (50, 20, 149, 59))
    ImageDraw.Draw(drawn).rectangle((70, 30, 129, 49), fill=paper)
    cut = trimmed(drawn, "test")
    assert cut.size == (100, 40)
    assert cut.getpixel((50, 20)) == 255


def test_grain_on_the_paper_is_margin() -> None:
    grain = Image.effect_noise((200, 100), 3).point([min(255, level + 240 - 128) for level in range(256)])
    grain.paste(0, (50, 20, 150, 60))
    assert trimmed(grain, "test").size == (100, 40)


def test_a_dark_border_is_part_of_the_picture() -> None:
    assert trimmed(with_box(150, 0, (50, 20, 149, 59)), "test").size == (200, 100)


def test_a_pale_picture_without_outline_is_no_blank_one() -> None:
    assert trimmed(with_box(255, 243, (50, 20, 149, 59)), "test").size == (100, 40)


def test_a_light_but_mixed_border_is_part_of_the_picture() -> None:
    foggy = Image.linear_gradient("L").resize((200, 100)).point([140 + level // 3 for level in range(256)])
    assert trimmed(foggy, "test").size == (200, 100)


@pytest.mark.parametrize("paper", [255, 244, 210])
def test_a_blank_picture_is_refused_naming_the_engine(paper: int) -> None:
    with pytest.raises(PictureRefused, match="painter refused: blank picture"):
        trimmed(Image.new("L", (64, 64), paper), "painter")


def test_one_dot_is_a_picture() -> None:
    assert trimmed(with_box(255, 0, (7, 7, 7, 7)), "test").size == (1, 1)


@given(sides, sides, printers)
def test_a_fitted_picture_touches_the_width_or_the_length_and_never_passes(
    width: int, height: int, printer: Printer
) -> None:
    dots = fitted((width, height), printer)
    assert 1 <= dots[0] <= printer.width_dots
    assert 1 <= dots[1] <= printer.max_length_dots
    assert dots[0] == printer.width_dots or dots[1] == printer.max_length_dots


@given(sides, sides, printers)
def test_a_fitted_picture_keeps_its_aspect_to_half_a_dot(width: int, height: int, printer: Printer) -> None:
    dots = fitted((width, height), printer)
    scale = min(printer.width_dots / width, printer.max_length_dots / height)
    assert dots[0] == pytest.approx(width * scale, abs=0.51) or dots[0] == 1
    assert dots[1] == pytest.approx(height * scale, abs=0.51) or dots[1] == 1


@pytest.mark.parametrize(
    ("size", "dots"),
    [
        ((1024, 1024), (384, 384)),
        ((1024, 512), (384, 192)),
        ((100, 250), (384, 960)),
        ((100, 500), (192, 960)),
        ((24, 24), (384, 384)),
        ((3000, 1), (384, 1)),
        ((1, 3000), (1, 960)),
    ],
)
def test_examples_on_the_stikadoos_paper(size: tuple[int, int], dots: tuple[int, int]) -> None:
    assert fitted(size, Printer()) == dots


def test_a_large_picture_is_reduced_and_a_small_one_left_for_later() -> None:
    assert reduced(Image.new("L", (1024, 512)), (384, 192)).size == (384, 192)
    assert reduced(Image.new("L", (100, 50)), (384, 192)).size == (100, 50)


def test_a_small_picture_is_enlarged() -> None:
    assert enlarged(Image.new("L", (100, 50)), (384, 192)).size == (384, 192)


def test_a_narrow_sticker_is_centred_in_the_full_width() -> None:
    row = centred(Image.new("1", (10, 3), 0), 64)
    assert row.size == (64, 3)
    assert row.convert("L").point([255 - level for level in range(256)]).getbbox() == (27, 0, 37, 3)


def test_packing_puts_the_leftmost_dot_highest_and_black_is_one() -> None:
    dots = Image.new("1", (16, 2), 255)
    for place in ((0, 0), (7, 0), (8, 1), (14, 1)):
        dots.putpixel(place, 0)
    assert packed(dots) == bytes([0b10000001, 0, 0, 0b10000010])
