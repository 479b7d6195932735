"""Words as they were written become tokens that a list can be compared with: a word, or one character of Chinese.

«Ein FÜCHSLEIN im 操场» is ein · füchslein · im · 操 · 场. Full-width forms, invisible characters and case are gone from
every reading; the readings differ in what else they forgive, token by token.
"""

import re
import unicodedata
from collections.abc import Callable

Tokens = tuple[str, ...]

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_TOKEN = re.compile(rf"[{_HAN}]|(?:(?![{_HAN}_])[\w@$*!])+|[\U0001f000-\U0001faff]")
_SYMBOLS = "@$*!"
_LEET = str.maketrans("013457@$!", "oieastasi")
_STRETCHED = re.compile(r"(.)\1{2,}")


def as_written(text: str) -> Tokens:
    """With its accents: an «año» is no «ano»."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return tuple(_TOKEN.findall(unicodedata.normalize("NFC", visible.casefold())))


def folded(token: str) -> str:
    """Without accents, and without symbols around it; a symbol alone is nothing."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", token) if not unicodedata.combining(c))
    return letters.strip(_SYMBOLS)


def unmasked(token: str) -> str:
    """«sh1t», «@ss» and «$hit» in letters. A number stays one, and so does «b5»."""
    word = folded(token) if token.rstrip("!").isalnum() else token.rstrip("!")
    return word.translate(_LEET) if len(word) > 2 and any(c.isalpha() for c in word) else word


def _shrunk_to(letters: str) -> Callable[[str], str]:
    return lambda token: _STRETCHED.sub(letters, folded(token))


FORGIVING: tuple[Callable[[str], str], ...] = (folded, unmasked, _shrunk_to(r"\1"), _shrunk_to(r"\1\1"))
"One a reading; the last two are for «shiiiit»."


def is_letter(token: str) -> bool:
    """Alone, as in «f u c k»; a character of Chinese is a word."""
    return len(token) == 1 and not re.match(f"[{_HAN}]", token)
