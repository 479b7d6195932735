"""The JSON object and its `type`, which every text message has: parsed without pydantic, for the audio route.

Whatever is neither JSON nor base64 of frames is malformed. An unknown type is not: newer firmware and other servers'
clients send types (`iot`, `ping`, `server`) that mean nothing here.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from stikadoo.errors import MalformedMessage

MAX_DEPTH = 100
"Levels of nested objects and lists. Parsers have limits of their own: 200 in pydantic, some thousands in json."

_JSON_START = ("{", "[", '"')
_JSON_SCALAR = re.compile(r"\s*(?:null|true|false|NaN|-?(?:Infinity|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))\s*", re.ASCII)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def is_json(text: str) -> bool:
    """Whether a text is meant as JSON, not as base64 of frames.

    Base64 has no bracket, brace or quote. `null`, `true` and numbers could be base64 of a few bytes, but no frame is.
    """
    return text.lstrip()[:1] in _JSON_START or _JSON_SCALAR.fullmatch(text) is not None


def parse_object(text: str) -> dict[str, Any]:
    """Raises MalformedMessage."""
    check_depth(text)
    try:
        fields = json.loads(text)
    except ValueError:
        raise MalformedMessage("this is not JSON") from None
    return as_object(fields)


def as_object(fields: Any) -> dict[str, Any]:
    """Raises MalformedMessage for another JSON value."""
    if not isinstance(fields, dict):
        raise MalformedMessage("a message is a JSON object")
    return fields


def message_type(fields: dict[str, Any], known: Iterable[str]) -> str:
    """The type, known or not. Raises MalformedMessage if it is missing or no string."""
    if "type" not in fields:
        raise MalformedMessage(f"type is missing; known types: {', '.join(known)}")
    if not isinstance(fields["type"], str):
        raise MalformedMessage(f"type: a string; known types: {', '.join(known)}")
    return fields["type"]


def check_depth(text: str) -> None:
    """Raises MalformedMessage for a text that is nested too deep for some parser."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise MalformedMessage(f"nested more than {MAX_DEPTH} levels deep")
