"""Removes from a text what nobody speaks or types: terminal escapes, control characters and text-direction marks."""

import re

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)
"An ANSI escape sequence (ECMA-48 §5.4): CSI with its parameters, OSC with its text, or one character."

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
"Control characters but for tab and line breaks; marks that change the direction of text (Unicode UAX #9)."


def plain_text(text: str) -> str:
    return _INVISIBLE.sub("", _ESCAPE.sub("", text))
