"""Tokenises a wish for the word list: words, and single Han characters.

«Ein FÜCHSLEIN im 操场» → ein · füchslein · im · 操 · 场. All readings of a text normalise full-width forms, invisible
characters and case. FORGIVING lists the readings, which differ in what else they normalise in a token.
"""

import re
import unicodedata
from collections.abc import Callable

from functions.moderate.phrase_files import phrases
from stikadoo.scripts import HAN

Tokens = tuple[str, ...]

_TOKEN = re.compile(rf"[{HAN}]|(?:(?![{HAN}_])[\w@$*!])+|[\U0001f000-\U0001faff]")
_SYMBOLS = "@$*!"
_LEET = str.maketrans("013457@$!", "oieastasi")
_LOOKALIKES = str.maketrans({lookalike: letter for letter, lookalike in phrases("lookalikes.txt")})
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])[\W\d_]+(?=[{HAN}])")
_STRETCHED = re.compile(r"(.)\1{2,}")


def as_written(text: str) -> Tokens:
    """Tokens with their accents: «año» differs from «ano»."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return tuple(_TOKEN.findall(unicodedata.normalize("NFC", visible.casefold())))


def folded(token: str) -> str:
    """In Latin letters without accents, and without surrounding symbols; empty for symbols only."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", token) if not unicodedata.combining(c))
    return letters.translate(_LOOKALIKES).strip(_SYMBOLS)


def unmasked(token: str) -> str:
    """Symbols and digits replaced by letters, as in «sh1t», «@ss», «$hit»; numbers and «b5» unchanged."""
    word = folded(token) if token.rstrip("!").isalnum() else token.rstrip("!")
    return word.translate(_LEET) if len(word) > 2 and any(c.isalpha() for c in word) else word


def letters_only(token: str) -> str:
    """Without symbols and digits between or beside the letters, as in «w*o*r*d» and «word1»; «b5» unchanged."""
    word = folded(token)
    letters = "".join(c for c in word if c.isalpha())
    return letters if len(letters) > 2 else word


def han_joined(text: str) -> str:
    """Without signs, digits and spaces between Han characters: «手1枪» → 手枪."""
    return _BETWEEN_HAN.sub("", text)


def _shrunk_to(letters: str) -> Callable[[str], str]:
    return lambda token: _STRETCHED.sub(letters, folded(token))


FORGIVING: tuple[Callable[[str], str], ...] = (
    folded,
    unmasked,
    letters_only,
    _shrunk_to(r"\1"),
    _shrunk_to(r"\1\1"),
)
"One function per reading; the last two are for «shiiiit»."


def is_letter(token: str) -> bool:
    """Whether it is a single letter, as in «f u c k», and not a Han character, which is a word."""
    return len(token) == 1 and not re.match(f"[{HAN}]", token)
