"""The bitmap pipeline: turned, negative, mirrored, dithered and limited, as the printer and the settings require."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageOps

from functions.render.bitmap import Bitmap, bitmap
from functions.render.dither import TONAL_DITHERS
from functions.render.limit_black import black_share
from stikadoo.errors import UnknownProvider
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings
from tests.pictures import KINDS, ball, stamp, wheel

OPTIONS = RenderSettings(bucket="")


def printed(drawn: Image.Image, printer: Printer | None = None, options: RenderSettings = OPTIONS) -> Bitmap:
    file = BytesIO()
    drawn.save(file, "PNG")
    return bitmap(file.getvalue(), printer or Printer(), "test", options)


def banner() -> Image.Image:
    """Three times as wide as high, with more ink at its left end."""
    drawn = Image.new("L", (900, 300), 255)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 0, 899, 299), outline=0, width=12)
    pen.ellipse((40, 60, 220, 240), fill=0)
    return drawn


def tonal_banner() -> Image.Image:
    return Image.linear_gradient("L").resize((300, 900)).transpose(Image.Transpose.ROTATE_90)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_picture_fits_the_paper_and_the_limit_on_black(name: str) -> None:
    drawn = printed(KINDS[name].draw())
    assert (drawn.dots.mode, drawn.dots.width, drawn.style) == ("1", 384, KINDS[name].style)
    assert 0 < drawn.black == black_share(drawn.dots) <= 0.45
    assert drawn.as_drawn.tobytes() == drawn.dots.tobytes()


@pytest.mark.parametrize(("dither", "style"), [("line", "line"), ("tonal", "tonal"), ("auto", "tonal")])
def test_the_setting_dither_forces_a_style(dither: str, style: str) -> None:
    assert printed(ball(), options=replace(OPTIONS, dither=dither)).style == style


def test_each_tonal_dither_has_its_own_dots() -> None:
    dots = {printed(ball(), options=replace(OPTIONS, tonal_dither=name)).dots.tobytes() for name in TONAL_DITHERS}
    assert len(dots) == len(TONAL_DITHERS)


def test_line_art_is_never_dithered() -> None:
    dots = {printed(wheel(), options=replace(OPTIONS, tonal_dither=name)).dots.tobytes() for name in TONAL_DITHERS}
    assert len(dots) == 1


@pytest.mark.parametrize(
    ("options", "known"),
    [
        (replace(OPTIONS, dither="floyd"), ("auto", "line", "tonal")),
        (replace(OPTIONS, tonal_dither="floyd"), ("floyd-steinberg", "atkinson", "ordered")),
    ],
)
def test_a_wrong_setting_is_reported_with_the_known_values(options: RenderSettings, known: tuple[str, ...]) -> None:
    with pytest.raises(UnknownProvider, match="unknown dither 'floyd'") as raised:
        printed(wheel(64), options=options)
    assert raised.value.known == known


def test_a_wide_picture_is_turned_to_use_the_paper_and_previewed_upright() -> None:
    across, along = printed(banner()), printed(banner(), Printer(rotates=True))
    assert (across.dots.size, along.dots.size) == ((384, 128), (384, 960))
    assert along.as_drawn.size == (960, 384)
    left, right = along.as_drawn.crop((0, 0, 480, 384)), along.as_drawn.crop((480, 0, 960, 384))
    assert black_share(left) > 2 * black_share(right)


@pytest.mark.parametrize(
    ("size", "printer"),
    [
        ((1000, 1000), Printer(rotates=True)),
        ((1000, 900), Printer(rotates=True)),
        ((400, 1000), Printer(rotates=True)),
        ((1000, 300), Printer(rotates=False)),
        ((1000, 300), Printer(rotates=True, max_length_dots=300)),
    ],
    ids=["square", "nearly square", "tall", "a printer that does not rotate", "short paper"],
)
def test_others_stay_upright(size: tuple[int, int], printer: Printer) -> None:
    drawn = printed(ImageOps.expand(Image.new("L", (size[0] - 40, size[1] - 40), 255), 20, 0), printer)
    assert drawn.as_drawn.size == drawn.dots.size
    assert (drawn.dots.width > drawn.dots.height) == (size[0] > size[1])


@pytest.mark.parametrize("draw", [banner, tonal_banner])
def test_a_mirrored_sticker_is_previewed_as_drawn(draw: object) -> None:
    assert callable(draw)
    plain, mirrored = printed(draw()), printed(draw(), Printer(mirrored=True))
    assert ImageOps.mirror(mirrored.dots).tobytes() == plain.dots.tobytes() == mirrored.as_drawn.tobytes()
    assert mirrored.dots.tobytes() != plain.dots.tobytes()


def test_an_inverted_drawing_is_the_negative_including_its_margin() -> None:
    free = replace(OPTIONS, max_black_percent=100)
    narrow = banner().transpose(Image.Transpose.ROTATE_90)
    plain, inverted = printed(narrow, options=free), printed(narrow, Printer(inverted=True), free)
    assert ImageChops.invert(inverted.dots.convert("L")).tobytes() == plain.dots.convert("L").tobytes()
    assert inverted.as_drawn.tobytes() == plain.dots.tobytes()
    assert inverted.black == pytest.approx(1 - plain.black)


def test_inverted_tones_are_dithered_as_they_are_printed() -> None:
    free = replace(OPTIONS, max_black_percent=100)
    plain, inverted = printed(ball(), options=free), printed(ball(), Printer(inverted=True), free)
    assert inverted.black == pytest.approx(1 - plain.black, abs=0.02)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("draw", [stamp, ball, wheel])
@pytest.mark.parametrize("percent", [45, 25])
def test_the_limit_on_black_counts_the_dots_that_are_heated(draw: object, inverted: bool, percent: int) -> None:
    assert callable(draw)
    drawn = printed(draw(), Printer(inverted=inverted), replace(OPTIONS, max_black_percent=percent))
    assert drawn.black <= percent / 100


def test_the_same_picture_gives_the_same_dots() -> None:
    assert printed(ball()).dots.tobytes() == printed(ball()).dots.tobytes()
