"""The gallery that people see is what the code prints today."""

from PIL import Image

from tests.gallery import SHEET, sheet


def test_the_committed_gallery_is_what_the_code_draws() -> None:
    """After a change that is meant: make gallery, and look at it."""
    with Image.open(SHEET) as committed:
        assert (committed.mode, committed.tobytes()) == ("1", sheet().tobytes())


def test_it_is_small_enough_to_show() -> None:
    assert SHEET.stat().st_size < 300_000
