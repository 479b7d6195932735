"""No sticker has more black than allowed. Hatching looks intended: outlines stay, its lines are regular."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from functions.render.limit_black import black_share, limit_black
from tests.pictures import stamp
from tests.unit.functions.render.test_bitboard import dots_of, pictures


def disc(side: int = 200) -> Image.Image:
    dots = Image.new("1", (side, side), 1)
    ImageDraw.Draw(dots).ellipse((0, 0, side - 1, side - 1), fill=0)
    return dots


def test_a_sticker_with_little_black_stays_dot_for_dot() -> None:
    assert limit_black(disc(), 0.79).tobytes() == disc().tobytes()


@pytest.mark.parametrize("most", [0.7, 0.6, 0.45, 0.3, 0.2])
def test_a_disc_is_hatched_as_far_as_needed_and_hardly_further(most: float) -> None:
    assert most - 0.1 <= black_share(limit_black(disc(), most)) <= most


@given(pictures, st.integers(15, 90))
def test_nothing_has_more_black_than_allowed_and_no_black_is_added(rows: list[str], percent: int) -> None:
    large = dots_of(*rows).resize((len(rows[0]) * 16, len(rows) * 16))
    hatched = limit_black(large, percent / 100)
    assert black_share(hatched) <= percent / 100
    pairs = zip(large.convert("L").tobytes(), hatched.convert("L").tobytes(), strict=True)
    assert all(after >= before for before, after in pairs)


def test_outlines_stay_whole() -> None:
    """Three dots deep, along every row through the disc's middle."""
    levels = limit_black(disc(), 0.45).convert("L")
    for row in range(60, 140):
        before = disc().convert("L").crop((0, row, 200, row + 1)).tobytes()
        left = before.index(0)
        assert levels.crop((left, row, left + 3, row + 1)).tobytes() == bytes(3)


def test_thin_lines_beside_a_solid_area_stay() -> None:
    dots = Image.new("1", (200, 200), 1)
    pen = ImageDraw.Draw(dots)
    pen.rectangle((0, 0, 199, 120), fill=0)
    for row in range(130, 200, 10):
        pen.line((0, row, 199, row), fill=0, width=3)
    hatched = limit_black(dots, 0.45)
    assert hatched.crop((0, 124, 200, 200)).tobytes() == dots.crop((0, 124, 200, 200)).tobytes()


def test_the_hatch_is_regular_and_slants() -> None:
    inner = limit_black(disc(), 0.45).crop((70, 70, 130, 130))
    assert inner.crop((0, 0, 40, 40)).tobytes() == inner.crop((8, 0, 48, 40)).tobytes()
    assert inner.crop((0, 0, 40, 40)).tobytes() == inner.crop((0, 8, 40, 48)).tobytes()
    assert inner.crop((1, 0, 41, 40)).tobytes() == inner.crop((0, 1, 40, 41)).tobytes()


def test_eyes_cut_into_a_stamp_stay_white() -> None:
    small = stamp(400).point([0] * 128 + [255] * 128, "1")
    before, after = small.convert("L"), limit_black(small, 0.3).convert("L")
    assert after.crop((140, 145, 160, 175)).tobytes() == before.crop((140, 145, 160, 175)).tobytes()
