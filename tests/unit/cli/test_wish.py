"""A wish is checked and encoded before anything is deployed or connected."""

from pathlib import Path

import pytest

from cli.wish import SAMPLE, WishInput
from stikadoo.audio.wav import to_wav


def test_a_text_a_recording_or_else_the_sample() -> None:
    typed = WishInput.chosen(None, "a cat")
    assert (typed.text, typed.name) == ("a cat", "“a cat”")
    assert WishInput.chosen(SAMPLE, None).packets == WishInput.chosen(None, None).packets
    with pytest.raises(ValueError, match="--wav and --text exclude each other"):
        WishInput.chosen(SAMPLE, "a cat")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x1b[0m", "\u200e"])
def test_a_blank_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="--text is blank"):
        WishInput.chosen(None, text)


@pytest.mark.parametrize("text", ["hi stikadoo", "Hey, Stikadoo!", "你好小智"])
def test_a_wake_word_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="this is a wake word"):
        WishInput.typed(text)


@pytest.mark.parametrize("text", ["🐱🚀", "hi stikadoo, a cat", "你好"])
def test_any_other_text_is_a_wish(text: str) -> None:
    assert WishInput.typed(text).text == text


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound" * 99, to_wav(b"")], ids=["empty", "cut", "text", "0 s"])
def test_a_file_without_sound_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "wish.wav"
    file.write_bytes(content)
    with pytest.raises(ValueError, match=r"wish\.wav contains no (readable )?sound"):
        WishInput.spoken(file)


def test_what_is_no_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        WishInput.spoken(tmp_path / "wish.wav")
    with pytest.raises(IsADirectoryError):
        WishInput.spoken(tmp_path)
