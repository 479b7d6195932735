"""Understands a wish: the language whose vocabulary knows most of its words reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from functions.imagine.illustrators.openmoji import chinese, english, german, spanish
from functions.imagine.illustrators.openmoji.catalogue import catalogue, words
from functions.imagine.illustrators.openmoji.grammar import Reader
from functions.imagine.illustrators.openmoji.scene import Scene
from functions.imagine.illustrators.openmoji.tokens import Forms, Token, tokens
from functions.imagine.illustrators.openmoji.vocabulary import Sense, Split, Vocabulary, read
from functions.imagine.illustrators.openmoji.writing import text_of
from stikadoo.scripts import is_chinese

Parts = Callable[[str], list[tuple[str, str]]]


@dataclass(frozen=True)
class Language:
    """What the languages differ in, besides their tables."""

    table: str
    forms: Forms
    split: Split = words
    parts: Parts | None = None
    "For languages that write compounds as one word."
    head_comes_last: bool = False
    "Of two adjacent nouns, the first only describes the second."


LANGUAGES = {
    "en": Language("english", english.forms, head_comes_last=True),
    "de": Language("german", german.forms, parts=german.parts, head_comes_last=True),
    "es": Language("spanish", spanish.forms),
}
"By BCP 47 tag. With spaces between words; Chinese is recognised by its script."

CHINESE = Language("chinese", lambda word: [word], split=chinese.split)


@cache
def vocabulary(language: Language) -> Vocabulary:
    return read(language.table, catalogue(), language.split)


def understood(text: str, device_language: str = "en") -> Scene:
    """A wish without a known thing is written, without «please draw»."""
    if is_chinese(text):
        language, spoken = CHINESE, chinese_tokens(text)
    else:
        language, spoken = _spoken(text, device_language)
    scene = Reader(spoken, vocabulary(language), language.head_comes_last).scene()
    if language is CHINESE:
        scene = replace(scene, lettering=_closed(scene.lettering), unknown=_closed(scene.unknown))
    return scene if scene else replace(scene, lettering=scene.unknown and _wanted(spoken, language), unknown="")


def chinese_tokens(text: str) -> list[Token]:
    separated = " ".join(chinese.split(text))
    spoken = tokens(separated, vocabulary(CHINESE), CHINESE.forms)
    return chinese.ordered([replace(token, text=_closed(token.text)) for token in spoken])


def _spoken(text: str, device_language: str) -> tuple[Language, list[Token]]:
    """The device's language is preferred among equals."""
    device = device_language.split("-", maxsplit=1)[0].lower()
    tags = sorted(LANGUAGES, key=lambda tag: tag != device)
    read_in = [(LANGUAGES[tag], tokens(text, vocabulary(LANGUAGES[tag]), LANGUAGES[tag].forms)) for tag in tags]
    language, spoken = max(read_in, key=lambda one: _known_share(one[1]))
    return language, [part for token in spoken for part in _parts(token, language)]


def _parts(token: Token, language: Language) -> list[Token]:
    return [token] if token.senses or language.parts is None else _compound(token, language)


def _compound(token: Token, language: Language) -> list[Token]:
    """Its head, after its modifier if that is a noun, too: «regenbogenkatze»."""
    word = "".join(words(token.text))
    for modifier, head in language.parts(word) if language.parts else []:
        known = _noun(head, language)
        if known:
            describing = next(
                (one for link in german.LINKS if (one := _noun(modifier.removesuffix(link), language))), None
            )
            known = replace(known, at=token.at)
            return [replace(describing, is_plural=False, at=token.at), known] if describing else [known]
    return [token]


def _noun(word: str, language: Language) -> Token | None:
    found = tokens(word, vocabulary(language), language.forms) if len(word) > 2 else []
    return found[0] if len(found) == 1 and found[0].is_a(Sense.NOUN) else None


def _known_share(spoken: list[Token]) -> float:
    known = sum(len(token.text) for token in spoken if token.senses)
    return known / (sum(len(token.text) for token in spoken) or 1)


def _wanted(spoken: list[Token], language: Language) -> str:
    """The words of a wish between the first and the last that carry meaning."""
    kept = [at for at, token in enumerate(spoken) if not token.is_a(Sense.FILLER, Sense.ARTICLE, Sense.MODAL)]
    text = text_of(spoken[kept[0] : kept[-1] + 1]) if kept else ""
    return _closed(text) if language is CHINESE else text


def _closed(text: str) -> str:
    return text.replace(" ", "")
