"""Trimming removes margins, whitens the paper and refuses a blank picture."""

import pytest
from PIL import Image, ImageDraw

from functions.render.trim import trim
from stikadoo.errors import PictureRefused


def with_box(paper: int, ink: int, box: tuple[int, int, int, int], size: tuple[int, int] = (200, 100)) -> Image.Image:
    """A filled rectangle; the box's last column and row are inked, too."""
    image = Image.new("L", size, paper)
    ImageDraw.Draw(image).rectangle(box, fill=ink)
    return image


def test_the_margin_goes() -> None:
    assert trim(with_box(255, 0, (50, 20, 149, 59)), "test").size == (100, 40)


def test_a_picture_without_margin_stays() -> None:
    assert trim(with_box(255, 0, (0, 0, 199, 99)), "test").size == (200, 100)


@pytest.mark.parametrize("paper", [250, 240, 225, 205])
def test_off_white_paper_is_margin_and_becomes_white(paper: int) -> None:
    drawn = with_box(paper, 0, (50, 20, 149, 59))
    ImageDraw.Draw(drawn).rectangle((70, 30, 129, 49), fill=paper)
    cut = trim(drawn, "test")
    assert cut.size == (100, 40)
    assert cut.getpixel((50, 20)) == 255


def test_grain_on_the_paper_is_margin() -> None:
    grain = Image.effect_noise((200, 100), 3).point([min(255, level + 240 - 128) for level in range(256)])
    grain.paste(0, (50, 20, 150, 60))
    assert trim(grain, "test").size == (100, 40)


def test_a_dark_border_is_part_of_the_picture() -> None:
    assert trim(with_box(150, 0, (50, 20, 149, 59)), "test").size == (200, 100)


def test_a_pale_picture_without_outline_is_no_blank_one() -> None:
    assert trim(with_box(255, 243, (50, 20, 149, 59)), "test").size == (100, 40)


def test_a_light_but_mixed_border_is_part_of_the_picture() -> None:
    foggy = Image.linear_gradient("L").resize((200, 100)).point([140 + level // 3 for level in range(256)])
    assert trim(foggy, "test").size == (200, 100)


@pytest.mark.parametrize("paper", [255, 244, 210])
def test_a_blank_picture_is_refused_naming_the_engine(paper: int) -> None:
    with pytest.raises(PictureRefused, match="painter refused: blank picture"):
        trim(Image.new("L", (64, 64), paper), "painter")


def test_one_dot_is_a_picture() -> None:
    assert trim(with_box(255, 0, (7, 7, 7, 7)), "test").size == (1, 1)
