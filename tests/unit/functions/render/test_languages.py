"""Every language has its file; png and raw, which have no commands, are told here."""

from io import BytesIO
from typing import get_args

import pytest
from hypothesis import given
from PIL import Image

from functions.render.printers import LANGUAGES, commands
from stikadoo.execution import Printer
from stikadoo.printers import MODELS, Language
from tests.unit.functions.render.dots import any_dots, as_rows, pattern, unpacked


def test_every_language_a_device_may_speak_has_a_row() -> None:
    assert set(LANGUAGES) == set(get_args(Language))


@pytest.mark.parametrize("model", MODELS)
def test_every_model_can_be_printed_on_as_wide_and_as_long_as_it_allows(model: str) -> None:
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


def test_languages_are_told_apart_by_the_printer() -> None:
    assert len({commands(pattern(64, 8), Printer(language=language)) for language in LANGUAGES}) == len(LANGUAGES)
