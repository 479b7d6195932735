"""A stroke of one dot becomes two, to the side it leans to, and never so near to another that the two would touch."""

import pytest
from PIL import Image

from functions.render.bitboard import Grid
from functions.render.strokes import thickened
from tests.unit.functions.render.test_bitboard import dots_of, rows_of


def thick(rows: tuple[str, ...], grey: Image.Image | None = None) -> tuple[str, ...]:
    dots = dots_of(*rows)
    grid = Grid(*dots.size)
    return rows_of(grid.image(thickened(grid.bits(dots), grey or dots.convert("L"), grid)))


def turned(rows: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("".join(column) for column in zip(*rows, strict=True))


UPRIGHT = ("........", "..#.....", "..#.....", "..#.....", "........")


@pytest.mark.parametrize(("darker", "wanted"), [(1, ".##....."), (3, "..##....")])
def test_it_grows_to_the_side_it_leans_to(darker: int, wanted: str) -> None:
    for turn in (tuple, turned):
        rows = turn(UPRIGHT)
        grey = dots_of(*rows).convert("L")
        for row in range(1, 4):
            grey.putpixel((darker, row) if rows == UPRIGHT else (row, darker), 180)
        grown = thick(rows, grey)
        assert turn(grown)[1:4] == (wanted,) * 3


def test_a_slanting_stroke_becomes_whole() -> None:
    slant = ("#......", ".#.....", "..#....", "...#...", "....#..", ".......")
    assert thick(slant)[2:4] == ("..##...", "...##..")


@pytest.mark.parametrize("rows", [("......", ".##...", ".##...", "......"), ("###...",) * 3, ("......",) * 3])
def test_what_is_two_dots_wide_stays(rows: tuple[str, ...]) -> None:
    assert thick(rows) == rows
    assert thick(turned(rows)) == turned(rows)


def test_it_grows_away_from_what_it_would_touch() -> None:
    """The right one has two dots of paper between, and none to lose."""
    assert thick(("....#..##.",) * 4) == ("...##..##.",) * 4


def test_it_stays_thin_where_both_sides_are_near() -> None:
    comb = ("#..#..#..#..#",) * 5
    grown = thick(comb)
    assert grown[2][3:10] == "#..#..#"


def test_it_grows_into_the_paper_at_the_paper_s_edge() -> None:
    assert thick(("#.....", "#.....", "#.....")) == ("##....",) * 3
    assert thick((".....#", ".....#", ".....#")) == ("....##",) * 3
