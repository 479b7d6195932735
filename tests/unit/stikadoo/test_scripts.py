"""The character classes are Unicode's scripts, and kana makes a text Japanese."""

import re
import sys
import unicodedata

import pytest

from stikadoo.scripts import HAN, KANA, is_chinese

NAMES = {
    HAN: r"CJK (UNIFIED|COMPATIBILITY) IDEOGRAPH-|CJK RADICAL |KANGXI RADICAL |HANGZHOU NUMERAL |IDEOGRAPHIC "
    r"(ITERATION MARK|NUMBER ZERO)|VERTICAL IDEOGRAPHIC ITERATION|OLD CHINESE |VIETNAMESE ALTERNATE READING",
    KANA: r"(HALFWIDTH |HENTAIGANA |CIRCLED |SQUARE )?(HIRAGANA|KATAKANA) (LETTER|ITERATION|VOICED ITERATION|DIGRAPH)",
}
"How Unicode names the letters of the script; some signs of it have other names."


@pytest.mark.parametrize("script", NAMES, ids=["Han", "kana"])
def test_every_letter_named_after_the_script_is_in_its_class(script: str) -> None:
    named = re.compile(NAMES[script])
    letters = [chr(code) for code in range(sys.maxunicode + 1) if named.match(unicodedata.name(chr(code), ""))]
    assert len(letters) > 250
    assert [letter for letter in letters if not re.match(f"[{script}]", letter)] == []


@pytest.mark.parametrize("letter", "aé一-，。「」〆〒・ーㄅㄱ한ا☰🐱5５")
def test_other_scripts_and_shared_signs_are_in_neither_class(letter: str) -> None:
    is_han = letter == "一"
    assert bool(re.match(f"[{HAN}]", letter)) is is_han
    assert not re.match(f"[{KANA}]", letter)


@pytest.mark.parametrize("text", ["猫", "一只猫骑着火箭", "画一个 robot", "龍", "〇", "𠮷", "㐂"])
def test_han_alone_is_chinese(text: str) -> None:
    assert is_chinese(text)


@pytest.mark.parametrize("text", ["猫とロケット", "ねこ", "ロケット", "猫とﾛｹｯﾄ", "a cat", "고양이", "123", ""])
def test_kana_is_japanese_and_other_scripts_are_not_chinese(text: str) -> None:
    assert not is_chinese(text)
