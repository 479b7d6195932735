"""The gallery that people see is what the code prints today."""

from PIL import Image, ImageChops

from tests.gallery import SHEET, sheet

ROUNDED_OTHERWISE = 0.002
"Share of the dots: another processor's resvg may round a shade, and its dither a few dots, another way."


def test_the_committed_gallery_is_what_the_code_draws() -> None:
    """After a change that is meant: make gallery, and look at it."""
    drawn = sheet()
    with Image.open(SHEET) as committed:
        assert (committed.mode, committed.size) == ("1", drawn.size)
        differing = ImageChops.logical_xor(committed, drawn).histogram()[255]
    assert differing <= ROUNDED_OTHERWISE * drawn.width * drawn.height


def test_it_is_small_enough_to_show() -> None:
    assert SHEET.stat().st_size < 300_000
