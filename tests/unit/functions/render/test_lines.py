"""Line art stays crisp: no line is lost, however thin, and bold lines keep their width."""

from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw, ImageOps

from functions.render.lines import line_art, otsu
from functions.render.orient import fitted_size
from functions.render.scale import scale
from functions.render.trim import trim
from stikadoo.execution import Printer
from tests.pictures import as_jpeg, wheel


def line_sticker(drawn: Image.Image) -> Image.Image:
    ink = trim(drawn, "test")
    return line_art(scale(ink, fitted_size(ink.size, Printer()), "line").grey).convert("L")


def pieces(image: Image.Image, level: int) -> int:
    """The number of connected areas of that level; diagonals connect."""
    left = {index for index, dot in enumerate(image.tobytes()) if dot == level}
    count = 0
    while left:
        count += 1
        edge = [left.pop()]
        while edge:
            for beside in _neighbours(edge.pop(), image.width):
                if beside in left:
                    left.remove(beside)
                    edge.append(beside)
    return count


def _neighbours(index: int, width: int) -> Iterator[int]:
    column = index % width
    for step in (-1, 0, 1):
        if 0 <= column + step < width:
            yield from (index + step - width, index + step, index + step + width)


def test_a_drawing_in_grey_prints_black_and_whole() -> None:
    assert pieces(line_sticker(wheel(1024, 14, ink=120)), 0) == 1


def test_a_poor_jpeg_s_paper_is_clean() -> None:
    assert pieces(line_sticker(as_jpeg(wheel(1024, 8), paper=236, quality=40)), 0) == 1


def test_otsu_separates_two_peaks_in_the_middle_between_them() -> None:
    histogram = [0] * 256
    histogram[40], histogram[200] = 500, 3000
    assert otsu(histogram) == pytest.approx(120, abs=1)


def test_otsu_s_level_is_higher_for_a_light_drawing() -> None:
    histogram = [0] * 256
    for level in (150, 155, 160, 165):
        histogram[level] = 50
    histogram[250] = 3000
    assert 166 <= otsu(histogram) <= 250


def test_otsu_of_a_single_level_is_a_level() -> None:
    histogram = [0] * 256
    histogram[255] = 9
    assert 0 <= otsu(histogram) <= 256


@pytest.mark.parametrize(("side", "stroke"), [(1024, 1), (1024, 1.5), (1024, 3), (1024, 10), (2048, 2), (300, 0.75)])
def test_thin_lines_stay_in_one_piece(side: int, stroke: float) -> None:
    assert pieces(line_sticker(wheel(side, stroke)), 0) == 1


def test_thin_lines_beside_heavy_ones_stay_in_one_piece() -> None:
    """Solid black prevents the contrast from being stretched, which alone would keep thin lines."""
    drawn = wheel(1024, 1.5)
    drawn.paste(0, (450, 450, 574, 574))
    assert pieces(line_sticker(drawn), 0) == 1


def test_thin_white_lines_in_black_stay_open() -> None:
    on_black = Image.new("L", (1100, 1100), 0)
    on_black.paste(ImageOps.invert(wheel(1024, 2)), (38, 38))
    framed = ImageOps.expand(on_black, 20, 255)
    assert pieces(line_sticker(framed), 255) == 1


def test_heavy_lines_keep_their_width() -> None:
    bar = Image.new("L", (1024, 1024), 255)
    bar.paste(0, (0, 0, 1024, 40))
    bar.paste(0, (492, 0, 532, 1024))
    row = line_sticker(bar).crop((0, 200, 384, 201)).tobytes()
    assert row.count(0) in (15, 16)  # 40 × 384 / 1024


@pytest.mark.parametrize("across", [True, False])
def test_every_line_of_one_pixel_is_two_dots_wide_upright_or_lying(across: bool) -> None:
    drawn = Image.new("L", (1024, 1024), 255)
    for at in range(40, 1000, 41):
        ImageDraw.Draw(drawn).line((at, 0, at, 1023), fill=0, width=1)
    ImageDraw.Draw(drawn).rectangle((0, 0, 1023, 1023), outline=0, width=6)
    printed = line_sticker(drawn if across else drawn.transpose(Image.Transpose.ROTATE_90))
    upright = printed if across else printed.transpose(Image.Transpose.ROTATE_270)
    for row in range(10, 370, 7):
        runs = [len(run) for run in upright.crop((5, row, 379, row + 1)).tobytes().split(b"\xff") if run]
        assert runs == [2] * 24


def test_white_on_black_is_as_true_as_black_on_white() -> None:
    drawn = ImageOps.expand(wheel(1024, 10), 4, 0)
    black = line_sticker(drawn).histogram()[0]
    white = line_sticker(ImageOps.invert(drawn)).histogram()[255]
    assert white == pytest.approx(black, rel=0.2)


def test_dots_are_one_bit() -> None:
    assert line_art(wheel(384, 4)).mode == "1"
