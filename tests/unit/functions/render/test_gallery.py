"""docs/gallery.png is what the code renders today."""

from PIL import Image, ImageChops

from tests.gallery import SHEET, sheet

TOLERANCE = 0.002
"Share of the dots. On another processor, resvg may round a shade differently, and dithering then moves a few dots."


def test_the_committed_gallery_is_up_to_date() -> None:
    """After an intended change, run `make gallery` and look at the result."""
    rendered = sheet()
    with Image.open(SHEET) as committed:
        assert (committed.mode, committed.size) == ("1", rendered.size)
        differing = ImageChops.logical_xor(committed, rendered).histogram()[255]
    assert differing <= TOLERANCE * rendered.width * rendered.height


def test_it_is_below_300_kb() -> None:
    assert SHEET.stat().st_size < 300_000
