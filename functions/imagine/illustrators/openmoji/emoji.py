"""A wish without a known word, but with emoji: each emoji is its own picture.

A variation selector (U+FE0F) and skin tones choose how an emoji looks, and are ignored where the catalogue has no
picture of that variant.
"""

import re
from collections import Counter
from functools import cache

from functions.imagine.illustrators.openmoji.catalogue import Catalogue, Emoji
from functions.imagine.illustrators.openmoji.scene import MAX_COUNT, MAX_THINGS, Scene, Thing

_VARIANTS = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")


def parse(text: str, catalogue: Catalogue) -> Scene:
    """The first three kinds of emoji; repeated ones are counted. Empty without any."""
    by_text = _by_text(catalogue)
    found = re.findall("|".join(map(re.escape, by_text)), _VARIANTS.sub("", text))
    counts = Counter(by_text[one].hexcode for one in found)
    emojis = {by_text[one].hexcode: by_text[one] for one in found}
    return Scene(tuple(Thing(emojis[code], min(n, MAX_COUNT)) for code, n in list(counts.items())[:MAX_THINGS]))


@cache
def _by_text(catalogue: Catalogue) -> dict[str, Emoji]:
    """The longest first: a black cat is a cat, a joiner and a black square."""
    by_text = {
        _VARIANTS.sub("", _characters(emoji.hexcode)): emoji for emoji in reversed(catalogue.all) if emoji.is_unicode
    }
    return dict(sorted(by_text.items(), key=lambda one: len(one[0]), reverse=True))


def _characters(hexcode: str) -> str:
    return "".join(chr(int(code, 16)) for code in hexcode.split("-"))
