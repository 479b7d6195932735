"""Whom to name for a drawing: a line for a sticker, and illustrators/DRAWINGS.md for all.

python -m functions.imagine.illustrators.openmoji.attribution
"""

from collections.abc import Iterable
from functools import cache

from functions.imagine.illustrators.openmoji.catalogue import Emoji
from functions.imagine.illustrators.openmoji.choices import Icon, icons
from functions.imagine.illustrators.openmoji.drawing_sets import DrawingSet
from functions.imagine.illustrators.openmoji.outlines import outlines

_OPENMOJI = "OpenMoji (https://openmoji.org), CC-BY-SA-4.0"


def credits_of(emojis: Iterable[Emoji]) -> list[str]:
    """A line for each author of the drawings, without repetition."""
    return sorted({credit(emoji.hexcode) for emoji in emojis})


def credit(hexcode: str) -> str:
    outline = outlines().get(hexcode)
    if outline is None:
        return _OPENMOJI
    icon = _icons().get(hexcode)
    return _line(outline.set, icon.author if icon else "")


def _line(drawing_set: DrawingSet, author: str) -> str:
    whose = author or drawing_set.author
    return f"{drawing_set.title} by {whose} ({drawing_set.source}), {drawing_set.licence}"


@cache
def _icons() -> dict[str, Icon]:
    return {icon.hexcode: icon for icon in icons()}
