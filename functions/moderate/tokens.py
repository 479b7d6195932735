"""Words as they were written become units that a list can be compared with: a word, or one character of Chinese.

«Ein FÜCHSLEIN im 操场» is ein · füchslein · im · 操 · 场. Full-width forms, invisible characters and case are gone from
every reading; the readings differ in what else they forgive, unit by unit.
"""

import re
import unicodedata
from collections.abc import Callable

from stikadoo.scripts import HAN

Units = tuple[str, ...]

_UNIT = re.compile(rf"[{HAN}]|(?:(?![{HAN}_])[\w@$*!])+|[\U0001f000-\U0001faff]")
_SYMBOLS = "@$*!"
_LEET = str.maketrans("013457@$!", "oieastasi")
_STRETCHED = re.compile(r"(.)\1{2,}")


def as_written(text: str) -> Units:
    """With its accents: an «año» is no «ano»."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return tuple(_UNIT.findall(unicodedata.normalize("NFC", visible.casefold())))


def folded(unit: str) -> str:
    """Without accents, and without symbols around it; a symbol alone is nothing."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", unit) if not unicodedata.combining(c))
    return letters.strip(_SYMBOLS)


def unmasked(unit: str) -> str:
    """«sh1t», «@ss» and «$hit» in letters. A number stays one, and so does «b5»."""
    word = folded(unit) if unit.rstrip("!").isalnum() else unit.rstrip("!")
    return word.translate(_LEET) if len(word) > 2 and any(c.isalpha() for c in word) else word


def _shrunk_to(letters: str) -> Callable[[str], str]:
    return lambda unit: _STRETCHED.sub(letters, folded(unit))


FORGIVING: tuple[Callable[[str], str], ...] = (folded, unmasked, _shrunk_to(r"\1"), _shrunk_to(r"\1\1"))
"One a reading; the last two are for «shiiiit»."


def is_letter(unit: str) -> bool:
    """Alone, as in «f u c k»; a character of Chinese is a word."""
    return len(unit) == 1 and not re.match(f"[{HAN}]", unit)
