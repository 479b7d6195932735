"""Writes in Fredoka One: a caption below a picture, or large words in a frame.

The font has the letters of Western European languages. A text with a missing letter is not written: Chinese would be
boxes, and «año» without its accent is another word.
"""

from functools import cache
from pathlib import Path

import font_fredoka_one
from PIL import Image, ImageDraw, ImageFont

SIZES = (64, 52, 42)
"pixels; half as many dots on a 48 mm sticker"

LARGE = (420, 340, 270, 210, 170, 140, 112, 90, 72, 56)
"pixels: words alone are as large as fits"

MAX_LINES = 3
MARGIN = 24
FRAME = 10
"pixels: the width of the frame's line"
WIDTH = 768
"pixels, as in rasterize.py"
TALLEST = 0.62
"Of words alone, as a share of their width."

_MISSING = "\uffff"
"A noncharacter: its glyph is the one the font shows for every missing letter."


def with_caption(picture: Image.Image, text: str) -> Image.Image:
    """The picture alone if the font lacks a letter."""
    caption = " ".join(text.split())
    if not caption or not can_write(caption):
        return picture
    font, lines = _typeset(caption, picture.width - 2 * MARGIN)
    step = round(font.size * 1.25)
    captioned = Image.new("L", (picture.width, picture.height + step * len(lines) + MARGIN), 255)
    captioned.paste(picture, (0, 0))
    _write(captioned, font, lines, picture.height, step)
    return captioned


def lettered(text: str, picture: Image.Image | None = None) -> Image.Image:
    """Large words in a frame, below the picture if there is one."""
    words = " ".join(text.split())
    font, lines = _large(words, WIDTH - 6 * MARGIN, WIDTH * (TALLEST if picture is None else TALLEST / 2))
    step = round(font.size * 1.15)
    top = picture.height if picture else MARGIN
    height = step * len(lines) + 2 * MARGIN + 2 * FRAME
    page = Image.new("L", (WIDTH, top + height + MARGIN), 255)
    if picture:
        page.paste(picture, (0, 0))
    edges = (MARGIN, top, WIDTH - MARGIN, top + height)
    ImageDraw.Draw(page).rounded_rectangle(edges, radius=3 * MARGIN, outline=0, width=FRAME)
    _write(page, font, lines, top + FRAME + MARGIN, step)
    return page


def can_write(text: str) -> bool:
    return all(_has(char) for char in set(text) - {" "})


def _write(page: Image.Image, font: ImageFont.FreeTypeFont, lines: list[str], top: int, step: int) -> None:
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((page.width / 2, top + step * (number + 0.5)), line, fill=0, font=font, anchor="mm")


@cache
def _has(char: str) -> bool:
    font = _font(SIZES[0])
    return bytes(font.getmask(char)) != bytes(font.getmask(_MISSING))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(font_fredoka_one.FredokaOne), size)


def _typeset(text: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size that fits MAX_LINES; a text too long for the smallest is cut."""
    for size in SIZES:
        font = _font(size)
        lines = _lines(text, font, width)
        if max(map(font.getlength, lines)) <= width and len(lines) <= MAX_LINES:
            return font, lines
    lines = _lines(_broken(text, font, width), font, width)
    if len(lines) <= MAX_LINES:
        return font, lines
    return font, [*lines[: MAX_LINES - 1], lines[MAX_LINES - 1] + " …"]


def _large(text: str, width: int, height: float) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size that fits; a text too long for the smallest is cut."""
    for size in LARGE:
        font = _font(size)
        lines = _lines(text, font, width)
        if max(map(font.getlength, lines)) <= width and len(lines) * size * 1.15 <= height:
            return font, lines
    lines = _lines(_broken(text, font, width), font, width)
    return font, lines[: max(1, int(height / font.size / 1.15))]


def _broken(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Words wider than a line are broken."""
    pieces = [""]
    for char in text:
        if char == " " or font.getlength(pieces[-1] + char) > width:
            pieces.append("")
        if char != " ":
            pieces[-1] += char
    return " ".join(pieces)


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
