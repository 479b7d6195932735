"""A stroke of one dot is thickened to two, to its darker side, unless it would then touch another stroke."""

import pytest
from PIL import Image

from functions.render.bitboard import Grid
from functions.render.thicken import thicken
from tests.unit.functions.render.test_bitboard import dots_of, rows_of


def thick(rows: tuple[str, ...], grey: Image.Image | None = None) -> tuple[str, ...]:
    dots = dots_of(*rows)
    grid = Grid(*dots.size)
    return rows_of(grid.image(thicken(grid.bits(dots), grey or dots.convert("L"), grid)))


def turned(rows: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("".join(column) for column in zip(*rows, strict=True))


UPRIGHT = ("........", "..#.....", "..#.....", "..#.....", "........")


@pytest.mark.parametrize(("darker", "wanted"), [(1, ".##....."), (3, "..##....")])
def test_it_grows_to_the_darker_side(darker: int, wanted: str) -> None:
    for turn in (tuple, turned):
        rows = turn(UPRIGHT)
        grey = dots_of(*rows).convert("L")
        for row in range(1, 4):
            grey.putpixel((darker, row) if rows == UPRIGHT else (row, darker), 180)
        grown = thick(rows, grey)
        assert turn(grown)[1:4] == (wanted,) * 3


def test_a_slanting_stroke_is_joined() -> None:
    slant = ("#......", ".#.....", "..#....", "...#...", "....#..", ".......")
    assert thick(slant)[2:4] == ("..##...", "...##..")


@pytest.mark.parametrize("rows", [("......", ".##...", ".##...", "......"), ("###...",) * 3, ("......",) * 3])
def test_a_stroke_of_two_dots_stays(rows: tuple[str, ...]) -> None:
    assert thick(rows) == rows
    assert thick(turned(rows)) == turned(rows)


def test_it_grows_away_from_a_near_stroke() -> None:
    """There are two dots of paper between them, and none may be lost."""
    assert thick(("....#..##.",) * 4) == ("...##..##.",) * 4


def test_it_stays_thin_between_two_near_strokes() -> None:
    comb = ("#..#..#..#..#",) * 5
    grown = thick(comb)
    assert grown[2][3:10] == "#..#..#"


def test_it_grows_into_the_paper_at_the_paper_s_edge() -> None:
    assert thick(("#.....", "#.....", "#.....")) == ("##....",) * 3
    assert thick((".....#", ".....#", ".....#")) == ("....##",) * 3
