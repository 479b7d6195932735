"""A picture is turned where that prints it larger; its size in dots keeps the aspect ratio and the printer's limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from functions.render.orient import fitted_size, orient
from stikadoo.execution import Printer

sides = st.integers(1, 5000)
printers = st.builds(
    Printer, width_dots=st.integers(8, 300).map(lambda n: n * 8), max_length_dots=st.integers(64, 3000)
)


@given(sides, sides, printers)
def test_a_fitted_picture_touches_the_width_or_the_length_and_never_passes(
    width: int, height: int, printer: Printer
) -> None:
    dots = fitted_size((width, height), printer)
    assert 1 <= dots[0] <= printer.width_dots
    assert 1 <= dots[1] <= printer.max_length_dots
    assert dots[0] == printer.width_dots or dots[1] == printer.max_length_dots


@given(sides, sides, printers)
def test_a_fitted_picture_keeps_its_aspect_to_half_a_dot(width: int, height: int, printer: Printer) -> None:
    dots = fitted_size((width, height), printer)
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
    assert fitted_size(size, Printer()) == dots


def test_a_turned_picture_has_its_top_at_the_left() -> None:
    picture = Image.new("L", (300, 100), 255)
    picture.paste(0, (0, 0, 300, 10))
    oriented = orient(picture, Printer(rotates=True))
    assert (oriented.is_turned, oriented.picture.size, oriented.size) == (True, (100, 300), (320, 960))
    assert oriented.picture.crop((0, 0, 10, 300)).getextrema() == (0, 0)


def test_a_printer_that_does_not_rotate_gets_the_picture_as_drawn() -> None:
    picture = Image.new("L", (300, 100), 255)
    oriented = orient(picture, Printer(rotates=False))
    assert (oriented.picture, oriented.is_turned, oriented.size) == (picture, False, (384, 128))
