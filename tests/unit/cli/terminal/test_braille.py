"""A sticker is drawn in braille, eight dots a character."""

import io

from PIL import Image

from cli.terminal.braille import braille


def png(rows: list[str]) -> bytes:
    image = Image.new("1", (len(rows[0]), len(rows)), 1)
    for y, row in enumerate(rows):
        for x, dot in enumerate(row):
            image.putpixel((x, y), 0 if dot == "#" else 1)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_each_dot_has_its_place() -> None:
    assert braille(png(["#...", "....", "....", "...#"]), columns=2) == "⠁⢀"


def test_all_black_is_all_dots() -> None:
    assert braille(png(["##"] * 4), columns=1) == "⣿"


def test_proportions_are_kept() -> None:
    lines = braille(png(["." * 96] * 48), columns=12).splitlines()
    assert (len(lines), len(lines[0])) == (3, 12)
