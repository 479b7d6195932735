"""Stripes and spots are as large on every drawing, and cheap to rasterise."""

import re

import pytest

from functions.imagine.illustrators.openmoji.catalogue import Emoji, catalogue
from functions.imagine.illustrators.openmoji.groups import Placed
from functions.imagine.illustrators.openmoji.outlines import outlines
from functions.imagine.illustrators.openmoji.patterns import drawn
from functions.imagine.illustrators.openmoji.scene import Pattern

ZOOM = 5.0
OPENMOJI, NOTO = catalogue().named["bear",], catalogue().named["cat",]


def unit(emoji: Emoji) -> float:
    outline = outlines().get(emoji.hexcode)
    return outline.set.unit if outline else 1


def definition(emoji: Emoji, pattern: Pattern) -> str:
    return drawn(Placed(emoji, 0, 0, ZOOM, pattern), 1).partition("</defs>")[0]


@pytest.mark.parametrize("emoji", [OPENMOJI, NOTO], ids=str)
@pytest.mark.parametrize("pattern", [Pattern.STRIPED, Pattern.SPOTTED])
def test_a_pattern_is_as_large_on_every_drawing(emoji: Emoji, pattern: Pattern) -> None:
    (scale,) = re.findall(r"scale\((\S+?)[\s)]", definition(emoji, pattern))
    assert float(scale) * ZOOM * unit(emoji) == pytest.approx(1)


def test_stripes_are_a_gradient_and_no_tile() -> None:
    assert "<pattern" not in definition(NOTO, Pattern.STRIPED)


def test_a_tile_of_spots_is_upright_on_the_sticker() -> None:
    assert "rotate" not in definition(OPENMOJI, Pattern.SPOTTED)
    across, down = re.findall(r"scale\((\S+)\s+(\S+)\)", definition(NOTO, Pattern.SPOTTED))[0]
    assert float(down) == -float(across), "Noto Emoji's y axis points up"
