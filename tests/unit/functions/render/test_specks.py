"""Black and white specks are removed; eyes, lines and corners stay."""

import pytest
from hypothesis import given

from functions.render.bitboard import Grid
from functions.render.specks import remove_specks
from tests.unit.functions.render.test_bitboard import dots_of, pictures, rows_of


def clean(*rows: str) -> tuple[str, ...]:
    dots = dots_of(*rows)
    grid = Grid(*dots.size)
    return rows_of(grid.image(remove_specks(grid.bits(dots), grid)))


def inverted(rows: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row.translate(str.maketrans("#.", ".#")) for row in rows)


@pytest.mark.parametrize(
    "speck", [("#.", ".."), ("##", ".."), ("#.", "#."), ("#.", ".#"), ("##", "#."), (".#", "##")], ids="/".join
)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_speck_is_removed_wherever_it_is(speck: tuple[str, str], place: int) -> None:
    rest = ("........", "..####..", "........")
    drawn = ["........"] * 6
    for row in (0, 1):
        drawn[place + row] = "." * place + speck[row] + "." * (6 - place)
    assert clean(*drawn, *rest) == ("........",) * 6 + rest


@pytest.mark.parametrize("hole", [("#.", ".."), ("##", ".."), ("#.", ".#"), (".#", "##")], ids="/".join)
def test_a_hole_is_filled(hole: tuple[str, str]) -> None:
    drawn = inverted(("......", "......", f"..{hole[0]}..", f"..{hole[1]}..", "......", "......"))
    assert clean(*drawn) == ("######",) * 6


def test_a_drawing_of_nothing_but_specks_stays() -> None:
    assert clean("#....", ".....", "....#") == ("#....", ".....", "....#")


EYES = ("........", ".##..##.", ".##..##.", "........")
LINE = ("......", "......", "###...", "......", "......")
SLANT = ("#.....", ".#....", "..#...", "...#..", "......")
RING = (".......", ".#####.", ".#...#.", ".#...#.", ".#...#.", ".#####.", ".......")


@pytest.mark.parametrize("drawn", [EYES, LINE, SLANT, RING], ids=["eyes", "a line", "a slanting line", "a ring"])
def test_a_drawing_stays_black_on_white_and_white_on_black(drawn: tuple[str, ...]) -> None:
    assert clean(*drawn) == drawn
    assert clean(*inverted(drawn)) == inverted(drawn)


def test_a_dot_near_a_line_is_a_speck_unless_it_touches_the_line() -> None:
    rows = ("......", ".#....", "......", "######", "......")
    assert clean(*rows) == ("......", "......", "......", "######", "......")
    touching = ("......", ".#....", "######", "......", "......")
    assert clean(*touching) == touching


@given(pictures)
def test_no_dot_is_left_alone_unless_all_are(rows: list[str]) -> None:
    dots = dots_of(*rows)
    grid = Grid(*dots.size)
    before = grid.bits(dots)
    black = remove_specks(before, grid)
    places = (1 << place for place in range(grid.stride * grid.height) if black >> place & 1)
    assert black == before or all(grid.dilated(dot) & ~dot & black for dot in places)
