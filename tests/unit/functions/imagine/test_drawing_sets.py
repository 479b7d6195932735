"""Drawings of other sets than OpenMoji: chosen by tables, as line art like OpenMoji's, with their authors named."""

import io
import re

import pytest
import resvg_py
from PIL import Image, ImageChops, ImageDraw

from functions.imagine.illustrators import Drawing, Request
from functions.imagine.illustrators.openmoji import OpenMoji
from functions.imagine.illustrators.openmoji.attribution import credits_of
from functions.imagine.illustrators.openmoji.build_attribution import PAGE, page
from functions.imagine.illustrators.openmoji.catalogue import catalogue, words
from functions.imagine.illustrators.openmoji.choices import icons, noto_names
from functions.imagine.illustrators.openmoji.drawing_sets import SETS
from functions.imagine.illustrators.openmoji.groups import Group, Placed
from functions.imagine.illustrators.openmoji.linework import linework
from functions.imagine.illustrators.openmoji.outlines import outlines
from functions.imagine.illustrators.openmoji.rasterize import LIGHTEST, rasterized

GREY = 128


def drawn(name: str, *, background: str = "white") -> Image.Image:
    return coloured(name, background=background).convert("L")


def coloured(name: str, *, background: str) -> Image.Image:
    """4 pixels per unit of the view box."""
    elements = linework(catalogue().named[words(name)].hexcode)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">{elements}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, width=288, background=background, skip_system_fonts=True)
    return Image.open(io.BytesIO(png)).convert("RGB")


def line_widths(picture: Image.Image) -> list[int]:
    """Lengths of the black runs in all rows, in pixels."""
    rows = (picture.crop((0, y, picture.width, y + 1)).tobytes() for y in range(picture.height))
    dark = (bytes(grey < GREY for grey in row) for row in rows)
    return [len(run) for row in dark for run in re.findall(rb"\x01+", row)]


def test_the_tables_choose_what_is_drawn() -> None:
    chosen = {catalogue().named[words(name)].hexcode: "noto" for name in noto_names()}
    chosen |= {icon.hexcode: icon.set for icon in icons()}
    assert {code: outline.set for code, outline in outlines().items()} == {
        code: SETS[name] for code, name in chosen.items()
    }


def test_every_icon_is_in_the_catalogue_by_its_name() -> None:
    assert {icon.name: icon.hexcode for icon in icons()} == {
        icon.name: catalogue().named[words(icon.name)].hexcode for icon in icons()
    }


@pytest.mark.parametrize(
    "name", ["cat", "dog", "rabbit", "T-Rex", "horse", "sloth", "monkey", "house", "castle", "owl", "dolphin"]
)
def test_what_noto_draws_better_comes_from_noto(name: str) -> None:
    assert outlines()[catalogue().named[words(name)].hexcode].set is SETS["noto"]


@pytest.mark.parametrize("name", ["bear", "lion", "unicorn", "mermaid", "glowing star"])
def test_what_openmoji_draws_better_stays(name: str) -> None:
    assert catalogue().named[words(name)].hexcode not in outlines()


@pytest.mark.parametrize("name", ["cat", "house", "castle", "rocket", "seahorse", "windmill", "barn", "excavator"])
def test_a_drawing_hides_what_is_behind_it(name: str) -> None:
    """On red, none is seen through the drawing: all of it is connected with the corner."""
    red, green, _ = coloured(name, background="#f00").split()
    background = ImageChops.subtract(red, green).point(lambda difference: 255 if difference > GREY else 0)
    ImageDraw.floodfill(background, (0, 0), 0)
    assert background.histogram()[255] < 20


def test_white_never_reaches_beyond_the_lines() -> None:
    """Else a drawing would eat into its neighbour."""
    for name in ("cat", "rocket", "castle", "seahorse", "excavator"):
        on_grey, on_white = drawn(name, background="#808080"), drawn(name)
        box = on_white.point(lambda grey: 255 if grey < GREY else 0).getbbox()
        shape = on_grey.point(lambda grey: 0 if abs(grey - GREY) < 8 else 255).getbbox()
        assert box
        assert shape
        assert all(abs(edge - other) <= 2 for edge, other in zip(box, shape, strict=True)), name


@pytest.mark.parametrize("name", ["house", "rocket", "windmill", "seesaw", "bear", "automobile"])
def test_lines_are_as_wide_as_openmojis(name: str) -> None:
    widths = sorted(line_widths(drawn(name)))
    assert 7 <= widths[len(widths) // 4] <= 12, "2 units are 8 pixels; slanted lines have longer runs"


@pytest.mark.parametrize(
    ("large", "small"), [("bear", "bear"), ("house", "bear"), ("bear", "house"), ("house", "seesaw")]
)
def test_lines_of_one_sticker_are_equally_wide(large: str, small: str) -> None:
    one, other = (catalogue().named[words(name)] for name in (large, small))
    group = Group((Placed(one, 0, 0, 1 / one.ink.width), Placed(other, 1.1, 0, 0.5 / other.ink.width)))
    picture = rasterized(group)
    border = round(picture.width * 1.05 / 1.6)
    halves = picture.crop((0, 0, border, picture.height)), picture.crop((border, 0, *picture.size))
    widths = [sorted(line_widths(half)) for half in halves]
    assert abs(widths[0][len(widths[0]) // 4] - widths[1][len(widths[1]) // 4]) <= 3, "pixels"


def test_the_thinnest_lines_are_notos_own() -> None:
    noto = SETS["noto"]
    assert noto.line_width * noto.unit <= LIGHTEST
    assert 'stroke-width="0.0"' in linework(catalogue().named["cat",].hexcode, 0.1)


def named_for(wish: str) -> tuple[str, ...]:
    drawing = OpenMoji().start(Request(wish))
    assert isinstance(drawing, Drawing)
    return drawing.credits


def test_a_sticker_names_the_authors_of_its_drawings() -> None:
    assert named_for("a bear") == ("OpenMoji (https://openmoji.org), CC-BY-SA-4.0",)
    noto = "Noto Emoji by Google LLC (https://github.com/googlefonts/noto-emoji), OFL-1.1"
    assert named_for("a cat") == (noto,)
    assert credits_of([catalogue().named["seahorse",], catalogue().named["cat",]]) == [
        "Game-icons.net by delapouite (https://game-icons.net), CC-BY-3.0",
        noto,
    ]


def test_the_page_of_attributions_is_up_to_date() -> None:
    """After a change of a table: python -m functions.imagine.illustrators.openmoji.build_attribution"""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("wish", ["🇺🇸", "قطة", "חתול", "龘靐齉", "你好", "a cat"])
def test_whoever_drew_the_picture_is_named(wish: str) -> None:
    assert named_for(wish)


def test_words_have_no_author_to_name() -> None:
    assert named_for("write Zoë") == ()
