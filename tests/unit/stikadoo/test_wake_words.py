"""Wake words are told from typed wishes, whatever their case, spaces and punctuation."""

import pytest

from stikadoo.wake_words import WAKE_WORDS, is_wake_word


@pytest.mark.parametrize("word", sorted({word for words in WAKE_WORDS.values() for word in words.split(" | ")}))
def test_every_word_of_the_table_is_known(word: str) -> None:
    assert is_wake_word(word, "")


@pytest.mark.parametrize(
    "text",
    [
        "hi esp",
        "Hi, ESP!",
        "你好，小智。",
        "JARVIS",
        "alexa",
        "Computer",
        "嘿，你好呀",
        "小爱同学!",
        "hey stikadoo",
        "小土豆",
    ],
)
def test_a_wake_word_is_known_in_any_spelling(text: str) -> None:
    assert is_wake_word(text, "")


@pytest.mark.parametrize(
    "text",
    ["a cat", "a computer", "Jarvis the robot", "hi", "hey", "一只小猫", "小鹿", "🐱", "!", "你好", "alexander", "Ä"],
)
def test_a_wish_is_no_wake_word(text: str) -> None:
    assert not is_wake_word(text, "")


def test_the_setting_adds_to_the_table() -> None:
    added = "hey sticker pal, 小贴纸 ,"
    assert [is_wake_word(text, added) for text in ("Hey, Sticker Pal!", "小贴纸", "Hi ESP")] == [True] * 3
    assert not is_wake_word("🐱", added)
