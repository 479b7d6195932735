"""Terminal escapes, control characters and direction marks are removed; letters and emoji of any script stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stikadoo.plain_text import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[31;1ma red cat\x1b[0m", "a red cat"),
        ("\x1b]0;title\x07a cat", "a cat"),
        ("\x1b]8;;https://x\x1b\\a cat", "a cat"),
        ("\x1bca cat", "a cat"),
        ("a cat\x1b", "a cat"),
        ("\x9b31ma\x00 c\x07a\x7ft", "31ma cat"),
        ("a\u202etac\u202c \u2066x\u2069\u200f\u200e\u061c\ufeff", "atac x"),
        ("a cat\n\tand a dog\r\n", "a cat\n\tand a dog\r\n"),
        ("一只猫 قطة 👨\u200d👩\u200d👧 ❤️ é", "一只猫 قطة 👨\u200d👩\u200d👧 ❤️ é"),
    ],
)
def test_only_visible_characters_and_white_space_stay(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@given(text=st.text())
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert plain_text(plain_text(text)) == plain_text(text)
