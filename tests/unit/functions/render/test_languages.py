"""Every command language has a module; png and raw, which have no commands, are tested here."""

from io import BytesIO
from typing import get_args

import pytest
from hypothesis import given
from PIL import Image

from functions.render.printers import LANGUAGES, commands
from functions.render.printers.raw import packed
from stikadoo.execution import Printer
from stikadoo.printers import MODELS, Language
from tests.unit.functions.render.dots import any_dots, as_rows, pattern, unpacked


def test_every_language_has_a_row() -> None:
    assert set(LANGUAGES) == set(get_args(Language))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_prints_its_largest_sticker(model: str) -> None:
    printer = Printer(model=model)
    dots = Image.new("1", (printer.width_dots, printer.max_length_dots), 255)
    assert commands(dots, printer)


@given(any_dots)
def test_a_png_has_the_dots_and_one_bit_for_each(dots: Image.Image) -> None:
    with Image.open(BytesIO(commands(dots, Printer(model="png")))) as opened:
        assert (opened.format, opened.mode) == ("PNG", "1")
        assert as_rows(opened) == as_rows(dots)


@given(any_dots)
def test_raw_rows_are_the_dots_and_nothing_else(dots: Image.Image) -> None:
    assert unpacked(commands(dots, Printer(model="raw")), dots.width // 8) == as_rows(dots)


def test_each_language_has_its_own_commands() -> None:
    assert len({commands(pattern(64, 8), Printer(language=language)) for language in LANGUAGES}) == len(LANGUAGES)


def test_packing_puts_the_leftmost_dot_highest_and_black_is_one() -> None:
    dots = Image.new("1", (16, 2), 255)
    for place in ((0, 0), (7, 0), (8, 1), (14, 1)):
        dots.putpixel(place, 0)
    assert packed(dots) == bytes([0b10000001, 0, 0, 0b10000010])
