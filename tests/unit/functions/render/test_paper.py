"""A sticker is as wide as the paper, and a negative on black paper."""

from PIL import Image

from functions.render.paper import on_paper
from stikadoo.execution import Printer


def test_a_narrow_sticker_is_centred_in_the_full_width() -> None:
    row = on_paper(Image.new("1", (10, 3), 0), Printer(width_dots=64))
    assert row.size == (64, 3)
    assert row.convert("L").point([255 - level for level in range(256)]).getbbox() == (27, 0, 37, 3)


def test_on_black_paper_the_margin_is_black_too() -> None:
    row = on_paper(Image.new("L", (10, 3), 40), Printer(width_dots=64, inverted=True))
    assert (row.size, row.getpixel((0, 0)), row.getpixel((32, 1))) == ((64, 3), 0, 215)
