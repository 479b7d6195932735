"""A bitboard keeps every dot, and neighbourhoods end at the edge of the paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from functions.render.bitboard import Grid


def dots_of(*rows: str) -> Image.Image:
    """# is black."""
    image = Image.new("1", (len(rows[0]), len(rows)), 255)
    for top, row in enumerate(rows):
        for left, dot in enumerate(row):
            image.putpixel((left, top), 0 if dot == "#" else 255)
    return image


def rows_of(dots: Image.Image) -> tuple[str, ...]:
    levels = dots.convert("L").tobytes()
    text = "".join("." if level else "#" for level in levels)
    return tuple(text[start : start + dots.width] for start in range(0, len(text), dots.width))


pictures = st.integers(1, 40).flatmap(
    lambda width: st.lists(st.text("#.", min_size=width, max_size=width), min_size=1, max_size=12)
)


@given(pictures)
def test_any_dots_survive_the_way_to_bits_and_back(rows: list[str]) -> None:
    dots = dots_of(*rows)
    grid = Grid(*dots.size)
    bits = grid.bits(dots)
    assert bits.bit_count() == "".join(rows).count("#")
    assert rows_of(grid.image(bits)) == tuple(rows)


@given(pictures)
def test_every_row_ends_in_eight_columns_beyond_the_paper(rows: list[str]) -> None:
    grid = Grid(len(rows[0]), len(rows))
    assert grid.stride >= grid.width + 8
    assert grid.paper.bit_count() == grid.width * grid.height


@pytest.mark.parametrize("width", [7, 8, 9])
def test_dilation_stops_at_the_paper_s_edge(width: int) -> None:
    grid = Grid(width, 3)
    last = grid.bits(dots_of("." * width, "." * (width - 1) + "#", "." * width))
    assert rows_of(grid.image(grid.dilated(last))) == ("." * (width - 2) + "##",) * 3


def test_erosion_keeps_only_dots_with_eight_neighbours_and_none_at_the_paper_s_edge() -> None:
    grid = Grid(6, 5)
    inner = grid.eroded(grid.bits(dots_of("####..", "####..", "####..", "####..", "......")))
    assert rows_of(grid.image(inner)) == ("......", ".##...", ".##...", "......", "......")
