"""`make gallery`: renders docs/gallery.png, a contact sheet of wishes × settings, dot for dot as printed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from functions.render.bitmap import bitmap
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings
from tests.pictures import CASTLE, ROCKET, TIGER, UNICORN, emoji, landscape, wished

SHEET = Path(__file__).resolve().parent.parent / "docs" / "gallery.png"

SIDE = 232
"dots of a sticker, each way: 29 mm, to keep the sheet small"

GAP, LABELS, HEADINGS = 16, 232, 40

PAPER = Printer(width_dots=SIDE, max_length_dots=SIDE)
DEFAULTS = RenderSettings(bucket="")


@dataclass(frozen=True)
class Wish:
    words: str
    lines: Callable[[], Image.Image]
    colours: Callable[[], Image.Image]


WISHES = (
    Wish("a tiger", lambda: wished("a tiger"), lambda: emoji(TIGER)),
    Wish("a unicorn", lambda: wished("a unicorn"), lambda: emoji(UNICORN)),
    Wish("a castle", lambda: wished("a castle"), lambda: emoji(CASTLE)),
    Wish("a rocket", lambda: wished("a rocket"), lambda: emoji(ROCKET)),
    Wish("hills at noon", landscape, landscape),
)


@dataclass(frozen=True)
class Treatment:
    label: str
    of_lines: bool
    options: RenderSettings


TREATMENTS = (
    Treatment("as chosen\nby itself", True, DEFAULTS),
    Treatment("colours,\nfloyd-steinberg", False, DEFAULTS),
    Treatment("colours,\natkinson", False, replace(DEFAULTS, tonal_dither="atkinson")),
    Treatment("colours,\nordered", False, replace(DEFAULTS, tonal_dither="ordered")),
    Treatment("colours,\ndither: line", False, replace(DEFAULTS, dither="line")),
    Treatment("dither: line,\nat most\n15 % black", False, replace(DEFAULTS, dither="line", max_black_percent=15)),
)


def sheet() -> Image.Image:
    width = LABELS + len(WISHES) * (SIDE + GAP)
    page = Image.new("1", (width, HEADINGS + len(TREATMENTS) * (SIDE + GAP)), 1)
    for column, wish in enumerate(WISHES):
        left = LABELS + column * (SIDE + GAP)
        _write(page, (left, GAP // 2), wish.words)
        for row, treatment in enumerate(TREATMENTS):
            page.paste(_sticker(wish, treatment), (left, HEADINGS + row * (SIDE + GAP)))
    for row, treatment in enumerate(TREATMENTS):
        _write(page, (GAP, HEADINGS + row * (SIDE + GAP)), treatment.label)
    return page


def _sticker(wish: Wish, treatment: Treatment) -> Image.Image:
    picture = _png(wish.lines if treatment.of_lines else wish.colours)
    return bitmap(picture, PAPER, "gallery", treatment.options).dots


@cache
def _png(draw: Callable[[], Image.Image]) -> bytes:
    file = BytesIO()
    draw().save(file, "PNG", compress_level=1)
    return file.getvalue()


def _write(page: Image.Image, at: tuple[int, int], words: str) -> None:
    ImageDraw.Draw(page).multiline_text(at, words, fill=0, font=ImageFont.load_default(24), spacing=6)


if __name__ == "__main__":
    sheet().save(SHEET, optimize=True)
