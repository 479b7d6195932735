"""Whisper's hallucinations are filtered, and wishes are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.transcribe.transcribers.decoding import Decoded
from functions.transcribe.transcribers.hallucinations import (
    is_filler,
    is_prompt_echo,
    is_repetition,
    is_speech,
    once,
    transcript_text,
)
from functions.transcribe.transcribers.prompts import PROMPT


def _decoded(text: str = "A green dragon.", no_speech_prob: float = 0.03, avg_logprob: float = -0.6) -> Decoded:
    return Decoded(text, len(text.split()), avg_logprob, no_speech_prob)


def test_windows_are_joined() -> None:
    assert transcript_text([_decoded("A cat"), _decoded("and a dog.")]) == "A cat and a dog."


def test_no_windows_are_nothing() -> None:
    assert transcript_text([]) == ""


@pytest.mark.parametrize(
    "decoded",
    [
        _decoded(no_speech_prob=0.95),
        _decoded(no_speech_prob=0.52, avg_logprob=-0.94),
        _decoded(no_speech_prob=0.44, avg_logprob=-0.79),
        _decoded("la " * 100),
    ],
)
def test_silence_breath_and_loops_are_no_speech(decoded: Decoded) -> None:
    assert not is_speech(decoded)


@pytest.mark.parametrize(
    "decoded",
    [_decoded(), _decoded(no_speech_prob=0.34, avg_logprob=-1.09), _decoded(no_speech_prob=0.5, avg_logprob=-0.3)],
)
def test_speech_of_low_confidence_is_speech(decoded: Decoded) -> None:
    assert is_speech(decoded)


@pytest.mark.parametrize(
    "decoded",
    [
        _decoded("Thank you for watching."),
        _decoded("A child says what to draw on a sticker."),
        _decoded("butterfly elephant pirate dragon"),
        _decoded("Beep beep beep.", no_speech_prob=0.3),
    ],
)
def test_a_window_that_is_hallucinated_is_no_speech_beside_others(decoded: Decoded) -> None:
    """A wish of more than 28 s has several."""
    assert not is_speech(decoded)
    assert is_speech(_decoded("A cat on a rocket."))


@given(st.integers(0, 8), st.integers(3, 9), st.sampled_from([str.upper, str.lower, lambda text: f" {text}. "]))
def test_any_three_words_of_the_prompt_are_its_echo(start: int, count: int, written: object) -> None:
    words = PROMPT.strip(".").split()[start : start + count]
    assert callable(written)
    assert is_prompt_echo(written(" ".join(words))) == (len(words) >= 3)


@pytest.mark.parametrize(
    "text",
    ["A child says what to draw on.", "A child says that a child says", "A child says what to draw on, a child says"],
)
def test_measured_hallucinations_are_an_echo(text: str) -> None:
    assert is_prompt_echo(text)
    assert transcript_text([_decoded(text)]) == ""


@pytest.mark.parametrize("text", ["Elephant, pirate, dragon.", "Princess, puppy, kitten", "小狗 小猫 城堡"])
def test_three_hotwords_are_a_wish_unless_speech_is_in_doubt(text: str) -> None:
    assert transcript_text([_decoded(text, no_speech_prob=0.1)]) == text
    assert transcript_text([_decoded(text, no_speech_prob=0.3)]) == ""


@pytest.mark.parametrize(
    "text", ["butterfly elephant pirate dragon", "Dinosaur princess puppy kitten. A", "小狗 小猫 城堡 仙女"]
)
def test_four_hotwords_in_the_prompt_s_order_are_an_echo(text: str) -> None:
    assert transcript_text([_decoded(text, no_speech_prob=0.1)]) == ""


@pytest.mark.parametrize("text", ["小朋友在说贴纸上要画什么。", "小朋友在说贴", "小狗 小猫 城堡 仙女"])
def test_the_chinese_prompt_has_an_echo_too(text: str) -> None:
    assert is_prompt_echo(text)


@pytest.mark.parametrize("text", ["小朋友", "一条小狗", "小猫和恐龙", "城堡里的公主和一条龙"])
def test_chinese_wishes_with_words_of_the_prompt_are_wishes(text: str) -> None:
    assert not is_prompt_echo(text)


@pytest.mark.parametrize("text", ["", "A child.", "A sticker!", "a child on a swing", "draw a sticker of a child"])
def test_wishes_with_words_of_the_prompt_are_wishes(text: str) -> None:
    assert not is_prompt_echo(text)


@pytest.mark.parametrize(
    "text",
    [
        "You.",
        "Oh",
        "Oh, oh!",
        "Thank you.",
        "Thank you so much for watching.",
        "Thanks for watching! Bye.",
        "Mmm. Hmm.",
        "Mmm hmm hmm hmmm hmm hmm",
        "Shh. Shh. Shhh.",
        "谢谢观看",
        "谢谢大家。",
        "字幕由志愿者提供",
        "Vielen Dank für's Zuschauen!",
        "Untertitelung des ZDF, 2020",
        "Untertitel der Amara.org-Community",
        "Danke.",
        "¡Gracias por ver el video!",
        "Subtítulos realizados por la comunidad de Amara.org",
        "Suscríbete al canal.",
        "Ähm, ja.",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_a_phrase_that_stands_for_a_sound_is_no_wish(text: str) -> None:
    assert is_filler(text)
    assert transcript_text([_decoded(text, no_speech_prob=0.01)]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a thank you card",
        "a watch",
        "Oh, a dragon!",
        "you and me",
        "no",
        "stop",
        "a bye bye bear",
        "谢谢卡",
        "wow dog",
        "ein Dankeschön",
        "ja, ein Drache",
        "una tarjeta de gracias",
        "youth",
    ],
)
def test_a_wish_with_such_words_is_none_of_them(text: str) -> None:
    assert not is_filler(text)


@pytest.mark.parametrize(
    "text",
    ["Beep beep beep", "WIP WIP WIP", "Beep beep beep beeps beep beep", "Hey, hey, hey, hey.", "a woof woof woof"],
)
def test_one_repeated_word_is_a_sound_if_speech_is_in_doubt(text: str) -> None:
    assert is_repetition(text)
    assert transcript_text([_decoded(text, no_speech_prob=0.3)]) == ""
    assert transcript_text([_decoded(text, no_speech_prob=0.1)]) == text


@pytest.mark.parametrize("text", ["", "cat", "three three", "a cat and a dog", "very very very big red dragon"])
def test_a_wish_repeats_no_word_alone(text: str) -> None:
    assert not is_repetition(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UFO UFO", "UFO"),
        ("老虎 老虎", "老虎"),
        ("Look under Joe's coat. Look under Joe's coat.", "Look under Joe's coat."),
        ("a cat and a dog, a cat and a dog", "a cat and a dog"),
        ("Hey, hey, hey, hey.", "Hey, hey, hey, hey."),
        ("a cat and a cat", "a cat and a cat"),
        ("cat", "cat"),
        ("", ""),
    ],
)
def test_a_text_that_says_the_same_twice_is_halved(text: str, expected: str) -> None:
    assert once(text) == expected
