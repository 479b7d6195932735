"""Words become lettering below a picture, in the one font every machine has: Aileron, inside Pillow.

Pillow's Aileron is little more than ASCII. A wish with a letter it lacks gets no lettering: Chinese would be boxes, and
without its accents «año» is another word.
"""

from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIZES = (64, 52, 42)
"pixels; half as many dots on a 48 mm sticker"

MOST_LINES = 3
MARGIN = 24
BOLD = 1
"pixels around every letter: a thermal printer eats thin ones"

_LACKING = "\uffff"
"A noncharacter: what the font shows for whatever it lacks."


def lettered(picture: Image.Image, text: str) -> Image.Image:
    """The picture with the words below it; the picture alone if the font cannot write them."""
    said = " ".join(text.split())
    if not said or not can_write(said):
        return picture
    font, lines = _set(said, picture.width - 2 * MARGIN)
    step = round(font.size * 1.25)
    sheet = Image.new("L", (picture.width, picture.height + step * len(lines) + MARGIN), 255)
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    for number, line in enumerate(lines):
        middle = (picture.width / 2, picture.height + step * (number + 0.5))
        pen.text(middle, line, fill=0, font=font, anchor="mm", stroke_width=BOLD)
    return sheet


def can_write(text: str) -> bool:
    return all(_has(char) for char in set(text) - {" "})


@cache
def _has(char: str) -> bool:
    font = _font(SIZES[0])
    return bytes(font.getmask(char)) != bytes(font.getmask(_LACKING))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType")
    return font


def _set(text: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size that needs few lines; the smallest, cut, for a speech."""
    for size in SIZES:
        font = _font(size)
        lines = _lines(text, font, width)
        if len(lines) <= MOST_LINES:
            return font, lines
    return font, [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + " …"]


def _lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
