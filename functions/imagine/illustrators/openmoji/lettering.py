"""Writes a caption below a picture, in Aileron, the font that Pillow contains.

Pillow's Aileron has little more than ASCII. A wish with a missing letter gets no caption: Chinese would be boxes, and
«año» without its accent is another word.
"""

from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIZES = (64, 52, 42)
"pixels; half as many dots on a 48 mm sticker"

MAX_LINES = 3
MARGIN = 24
BOLD = 1
"pixels added around every letter: thin ones print too light"

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
    pen = ImageDraw.Draw(captioned)
    for number, line in enumerate(lines):
        middle = (picture.width / 2, picture.height + step * (number + 0.5))
        pen.text(middle, line, fill=0, font=font, anchor="mm", stroke_width=BOLD)
    return captioned


def can_write(text: str) -> bool:
    return all(_has(char) for char in set(text) - {" "})


@cache
def _has(char: str) -> bool:
    font = _font(SIZES[0])
    return bytes(font.getmask(char)) != bytes(font.getmask(_MISSING))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType")
    return font


def _typeset(text: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size that fits MAX_LINES; a text too long for the smallest is cut."""
    for size in SIZES:
        font = _font(size)
        lines = _lines(text, font, width)
        if len(lines) <= MAX_LINES:
            return font, lines
    return font, [*lines[: MAX_LINES - 1], lines[MAX_LINES - 1] + " …"]


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
