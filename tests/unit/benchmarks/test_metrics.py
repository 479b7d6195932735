"""Nouns kept and word errors of known pairs."""

import pytest

from benchmarks.speech.metrics import errors, kept, normalised


@pytest.mark.parametrize(
    ("nouns", "text", "language", "count"),
    [
        (("cat", "rocket"), "A cat riding a rocket.", "en", 2),
        (("cat", "rocket"), "A hat riding a rocket.", "en", 1),
        (("cat",), "Concatenate!", "en", 0),
        (("cats",), "a cat", "en", 1),
        (("witch",), "Witches!", "en", 1),
        (("fairy",), "the fairies", "en", 1),
        (("mouse", "teeth"), "mice without a tooth", "en", 2),
        (("ice_cream",), "some icecream", "en", 1),
        (("palm_tree",), "A palm tree.", "en", 1),
        (("football",), "foot ball", "en", 1),
        (("ice_cream",), "ice", "en", 0),
        (("UFO",), "ufo", "en", 1),
        (("brother",), "my brother's car", "en", 1),
        (("Vögel", "Straße"), "vögel auf der strasse", "de", 2),
        (("Katze",), "zwei Katzen", "de", 1),
        (("numero",), "¿Qué número?", "es", 1),
        (("猫", "火箭"), "一只小猫骑着火箭。", "zh", 2),
        (("猫",), "一只小狗", "zh", 0),
        (("三",), "3", "zh", 1),
        (("cat",), "", "en", 0),
    ],
)
def test_nouns_kept(nouns: tuple[str, ...], text: str, language: str, count: int) -> None:
    assert kept(nouns, text, language) == count


@pytest.mark.parametrize(
    ("said", "text", "language", "wrong", "words"),
    [
        ("a cat riding a rocket", "A cat, riding a rocket!", "en", 0, 5),
        ("a cat riding a rocket", "a hat riding rocket", "en", 2, 5),
        ("a cat", "a cat and a dog", "en", 3, 2),
        ("a cat", "", "en", 2, 2),
        ("ten of clubs", "10 of clubs", "en", 0, 3),
        ("tom's cat", "Tom’s cat", "en", 0, 2),
        ("一只小猫", "一只小狗。", "zh", 1, 4),
        ("una canción", "Una cancion", "es", 0, 2),
    ],
)
def test_word_errors(said: str, text: str, language: str, wrong: int, words: int) -> None:
    assert errors(said, text, language) == (wrong, words)


def test_chinese_is_compared_by_characters() -> None:
    assert normalised("大象, 3 个！", "zh") == ["大", "象", "三", "个"]
