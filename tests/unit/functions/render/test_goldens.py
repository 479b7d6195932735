"""Golden stickers as text, dot for dot, so that a diff shows what changes on paper.

To update a golden, delete it and run the tests; look at the new one before you commit it.
"""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps

from functions.render.step import rendition
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings

GOLDENS = Path(__file__).resolve().parents[3] / "goldens" / "render"
PRINTER = Printer(width_dots=64, max_length_dots=72)
FREE = RenderSettings(bucket="", max_black_percent=100)


def face() -> Image.Image:
    """Line art, larger than the printer, with a margin."""
    drawn = Image.new("RGB", (400, 360), "white")
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((60, 40, 339, 319), outline="black", width=12)
    pen.ellipse((140, 120, 169, 159), fill="black")
    pen.ellipse((230, 120, 259, 159), outline="black", width=4)
    pen.arc((130, 150, 270, 270), 20, 160, fill="black", width=8)
    return drawn


def ball() -> Image.Image:
    """Tonal."""
    shade = ImageOps.invert(Image.radial_gradient("L"))
    outline = Image.new("L", shade.size, 0)
    ImageDraw.Draw(outline).ellipse((0, 0, 255, 255), fill=255)
    return Image.composite(shade, Image.new("L", shade.size, 255), outline)


def bottle() -> Image.Image:
    """Tall, with a transparent background: as long as the printer allows, and centred."""
    drawn = Image.new("RGBA", (200, 500), (0, 0, 0, 0))
    pen = ImageDraw.Draw(drawn)
    pen.rounded_rectangle((40, 160, 159, 489), 30, fill=(255, 255, 255, 255), outline=(0, 0, 0, 255), width=14)
    pen.rectangle((80, 20, 119, 166), fill=(255, 255, 255, 255), outline=(0, 0, 0, 255), width=14)
    pen.line((60, 300, 139, 300), fill=(0, 0, 0, 255), width=3)
    return drawn


def heart() -> Image.Image:
    """Nine dots wide: enlarged."""
    rows = (".##...##.", "#########", "#########", ".#######.", "..#####..", "...###...", "....#....")
    drawn = Image.new("1", (11, 9), 1)
    for top, row in enumerate(rows):
        for left, dot in enumerate(row):
            drawn.putpixel((left + 1, top + 1), int(dot == "."))
    return drawn


@pytest.mark.parametrize(
    ("name", "draw", "style", "options"),
    [
        ("face", face, "line", FREE),
        ("bottle", bottle, "line", FREE),
        ("heart", heart, "line", FREE),
        ("heart_hatched", heart, "line", replace(FREE, max_black_percent=45)),
        ("ball", ball, "tonal", FREE),
        ("ball_atkinson", ball, "tonal", replace(FREE, tonal_dither="atkinson")),
        ("ball_ordered", ball, "tonal", replace(FREE, tonal_dither="ordered")),
    ],
)
def test_a_sticker_equals_its_golden(
    name: str, draw: Callable[[], Image.Image], style: str, options: RenderSettings
) -> None:
    file = BytesIO()
    draw().save(file, "PNG")
    sticker = rendition(file.getvalue(), PRINTER, "test", options)
    golden = GOLDENS / f"{name}.txt"
    text = _as_text(sticker.rows)
    if not golden.exists():
        golden.write_text(text)
        pytest.fail(f"{golden.name} was written: check it")
    assert (sticker.style, text) == (style, golden.read_text())


def _as_text(rows: bytes) -> str:
    lines = (f"{int.from_bytes(rows[start : start + 8]):064b}\n" for start in range(0, len(rows), 8))
    return "".join(lines).replace("0", ".").replace("1", "#")
