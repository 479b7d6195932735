"""JSON and base64 are told apart by the text; an object's type may be unknown, but not missing."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stikadoo.audio.frames import Frame, build
from stikadoo.envelope import MAX_DEPTH, is_json, message_type, parse_object
from stikadoo.errors import MalformedMessage


@pytest.mark.parametrize("text", ["{", " {}", "[]", '"', "null", "true", "false", "0", "-1.5E+3", "NaN", "-Infinity"])
def test_json_is_recognised(text: str) -> None:
    assert is_json(text)


@given(packet=st.binary(min_size=1, max_size=300), protocol=st.sampled_from([2, 3]))
def test_base64_of_frames_is_no_json(packet: bytes, protocol: int) -> None:
    assert not is_json(base64.b64encode(build(Frame(packet, 0), 2 if protocol == 2 else 3)).decode())


def test_brackets_in_strings_are_no_nesting() -> None:
    text = "[" * 500 + '\\"{'
    assert parse_object(f'{{"text":"{text}"}}') == {"text": "[" * 500 + '"{'}


@pytest.mark.parametrize(("levels", "is_accepted"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_the_depth_is_bounded(levels: int, is_accepted: bool) -> None:
    text = '{"a":' * (levels - 1) + "{}" + "}" * (levels - 1)
    if is_accepted:
        assert parse_object(text)
        return
    with pytest.raises(MalformedMessage, match="nested more than 100 levels deep"):
        parse_object(text)


def test_siblings_are_no_nesting() -> None:
    assert parse_object('{"a":[' + "[]," * 1_000 + "0]}")


def test_an_unknown_type_is_a_type_and_a_missing_one_is_not() -> None:
    assert message_type({"type": "iot"}, ["hello"]) == "iot"
    with pytest.raises(MalformedMessage, match="type is missing; known types: hello, abort"):
        message_type({}, ["hello", "abort"])
