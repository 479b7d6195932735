"""Messages: parsing, encoding, the examples in docs/protocol.md, and errors that do not quote the input."""

import json
import re
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stikadoo.audio.frames import PROTOCOLS, Frame, parse
from stikadoo.errors import MalformedMessage
from stikadoo.execution import ListenMode, Printer
from stikadoo.keys import MAX_SEQ
from stikadoo.messages import (
    MAX_TYPED_CHARACTERS,
    Alert,
    Audio,
    AudioParams,
    CloudMessage,
    DeviceMessage,
    Features,
    Hello,
    HelloReply,
    Listen,
    Mcp,
    Message,
    Print,
    Stt,
    from_cloud,
    from_device,
    models_by_type,
)
from stikadoo.plain_text import plain_text

PAGE = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text()

STOCK_HELLO = """{"type":"hello","version":1,"features":{"mcp":true,"glyph_push":true},
 "text_font":{"bundle":"noto-v1","charset":"common","size":20,"bpp":4},
 "transport":"websocket",
 "audio_params":{"format":"opus","sample_rate":16000,"channels":1,"frame_duration":60}}"""

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def examples(title: str) -> list[str]:
    return re.findall(r"```json\n(.*?)```", section(title), re.DOTALL)


@pytest.mark.parametrize("text", examples("Messages from the device"))
def test_the_pages_examples_of_a_device_are_understood(text: str) -> None:
    assert kept(json.loads(text), json.loads(from_device(text).encode()))


@pytest.mark.parametrize("text", examples("Messages from the cloud"))
def test_the_pages_examples_of_the_cloud_are_understood(text: str) -> None:
    assert kept(json.loads(text), json.loads(from_cloud(text).encode()))


def test_the_page_has_an_example_of_every_message() -> None:
    assert {json.loads(text)["type"] for text in examples("Messages from the device")} == set(
        models_by_type(DeviceMessage)
    )
    assert {json.loads(text)["type"] for text in examples("Messages from the cloud")} == set(
        models_by_type(CloudMessage)
    )
    assert len(re.findall("```json", PAGE)) == len(
        examples("Messages from the device") + examples("Messages from the cloud")
    )


def test_the_pages_frames_are_frames() -> None:
    rows = re.findall(r"^\| (\d) \|.*\| `([0-9a-f ]+)` \|$", section("Frames"), re.MULTILINE)
    assert [int(version) for version, _ in rows] == [1, 2, 3]
    for version, frame in rows:
        (parsed,) = parse(bytes.fromhex(frame), PROTOCOLS[int(version)])
        assert parsed == Frame(bytes.fromhex("58ffee"), 60 if version == "2" else None)


def test_the_error_messages_on_the_page_are_ours() -> None:
    for text, sentence in [
        ('{"type":"listen","state":"sing"}', "listen.state: Input should be 'start', 'stop' or 'detect'"),
        ("{}", "type is missing; known types: hello, listen, audio, abort, goodbye, mcp, print"),
    ]:
        assert refusal(text) == sentence
        assert sentence in section("Errors")


def kept(fields: Any, again: Any) -> bool:
    """Whether all fields are still present; defaults may have been added."""
    if isinstance(fields, dict):
        return all(name in again and kept(value, again[name]) for name, value in fields.items())
    return bool(fields == again)


def refusal(text: str) -> str:
    with pytest.raises(MalformedMessage) as error:
        from_device(text)
    return str(error.value)


def test_a_stock_hello_is_understood_and_what_is_new_in_it_kept() -> None:
    hello = from_device(STOCK_HELLO)
    assert isinstance(hello, Hello)
    assert (hello.version, hello.features.mcp, hello.audio_params.frame_duration) == (1, True, 60)
    assert (hello.session_id, hello.printer, hello.language) == (None, None, None)
    assert kept(json.loads(STOCK_HELLO), json.loads(hello.encode()))


@pytest.mark.parametrize(
    "features", [None, [], {}, True, "mcp", 1, {"mcp": "yes", "aec": {}, "inline_image": None}, {"mcp": 0}]
)
def test_a_hello_with_odd_features_is_accepted(features: Any) -> None:
    hello = from_device(json.dumps({"type": "hello", "features": features, "audio_params": None}))
    assert isinstance(hello, Hello)
    assert (hello.features.mcp, hello.features.aec, hello.features.inline_image) == (False, False, False)
    assert hello.audio_params == AudioParams()


@pytest.mark.parametrize("language", [5, None, "", [], "\x1b[31m", "e n", "x" * 100_000])
def test_a_language_that_is_no_tag_counts_as_absent(language: Any) -> None:
    hello = from_device(json.dumps({"type": "hello", "language": language}))
    assert isinstance(hello, Hello)
    assert hello.language is None


def test_a_hello_of_nothing_but_its_type_gets_the_defaults() -> None:
    assert from_device('{"type":"hello"}') == Hello()


@pytest.mark.parametrize("name", ["features", "audio_params"])
@pytest.mark.parametrize("value", [None, [], {}, True, False, 0, 1.5, "yes", ["mcp"]])
def test_what_is_no_object_counts_as_an_empty_one(name: str, value: Any) -> None:
    assert from_device(json.dumps({"type": "hello", name: value})) == Hello()


@pytest.mark.parametrize(
    "absent",
    [
        {name: None for name in Hello.model_fields if name != "type"},
        {"audio_params": dict.fromkeys(AudioParams.model_fields)},
        {"features": dict.fromkeys(Features.model_fields)},
    ],
)
def test_null_in_a_hello_counts_as_absent(absent: dict[str, Any]) -> None:
    assert from_device(json.dumps({"type": "hello", **absent})) == Hello()


def test_null_in_a_printer_counts_as_absent() -> None:
    hello = from_device(json.dumps({"type": "hello", "printer": dict.fromkeys(Printer.model_fields)}))
    assert isinstance(hello, Hello)
    assert hello.printer == Printer()


def test_null_counts_as_absent_in_every_message() -> None:
    listen = from_device('{"type":"listen","state":"start","mode":null,"text":null,"last_seq":null,"session_id":null}')
    assert listen == Listen(state="start")
    assert refusal('{"type":"listen","state":null}') == "listen.state: Field required"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"audio_params": {"format": "OPUS"}}, Hello()),
        ({"audio_params": {"format": " Opus "}}, Hello()),
        ({"audio_params": {"sample_rate": "16000", "channels": "1", "frame_duration": "60"}}, Hello()),
        ({"audio_params": {"sample_rate": 16000.0}}, Hello()),
        ({"transport": "WebSocket"}, Hello()),
        ({"version": "3"}, Hello(version=3)),
        ({"caption": 1}, Hello(caption=True)),
        ({"session_id": 5}, Hello()),
        ({"printer": []}, Hello(printer=Printer())),
        ({"printer": "phomemo-m02"}, Hello(printer=Printer(model="phomemo-m02"))),
        ({"printer": {"model": "STIKADOO", "language": "ESCPOS"}}, Hello(printer=Printer())),
        ({"printer": {"width_dots": "576"}}, Hello(printer=Printer(width_dots=576))),
        ({"printer": {"forbidden": {"0A": "1F"}}}, Hello(printer=Printer(forbidden={"0a": "1f"}))),
    ],
)
def test_a_hello_s_value_is_understood_in_another_spelling(fields: dict[str, Any], expected: Hello) -> None:
    assert from_device(json.dumps({"type": "hello", **fields})) == expected


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"audio_params": {"format": 5}}, "hello.audio_params.format: Input should be a valid string"),
        ({"features": {"image_encodings": ["zlib"] * 33}}, "hello.features.image_encodings: at most 32 encodings"),
        ({"features": {"image_encodings": ["x"] * 10_000}}, "hello.features.image_encodings: at most 32 encodings"),
        (
            {"printer": {"forbidden": {"0a": "14", "14": "15"}}},
            "hello.printer: forbidden: a replacement is itself forbidden",
        ),
        ({"printer": {"forbidden": {"0a": "0a"}}}, "hello.printer: forbidden: a replacement is itself forbidden"),
        (
            {"printer": {"forbidden": {f"{byte:02x}": "ff" for byte in range(256)}}},
            "hello.printer: forbidden: at most 32 bytes",
        ),
        (
            {"printer": {"forbidden": {f"{byte:02x}": "ff" for byte in range(33)}}},
            "hello.printer: forbidden: at most 32 bytes",
        ),
    ],
)
def test_what_cannot_work_in_a_hello_is_refused_with_its_reason(fields: dict[str, Any], sentence: str) -> None:
    assert refusal(json.dumps({"type": "hello", **fields})) == sentence


@given(values=st.dictionaries(st.sampled_from([*Hello.model_fields][1:]), values))
def test_any_hello_is_understood_or_refused_by_the_name_of_a_field(values: dict[str, Any]) -> None:
    try:
        from_device(json.dumps({"type": "hello", **values}))
    except MalformedMessage as exc:
        sentence = str(exc)
        assert sentence.startswith("hello.")


@pytest.mark.parametrize("fields", [True, 1])
def test_a_feature_is_there_by_true_or_1(fields: Any) -> None:
    hello = from_device(json.dumps({"type": "hello", "features": {"inline_image": fields}}))
    assert isinstance(hello, Hello)
    assert hello.features.inline_image


@pytest.mark.parametrize("session_id", [None, "", "6f1c"])
def test_session_id_may_be_absent_empty_or_there(session_id: str | None) -> None:
    fields = {"type": "listen", "state": "stop"} | ({} if session_id is None else {"session_id": session_id})
    assert from_device(json.dumps(fields)).session_id == session_id


def test_literal_messages_encode_to_literal_text() -> None:
    assert Audio(seq=8, data="AAAA").encode() == '{"type":"audio","seq":8,"data":"AAAA"}'
    assert Stt(session_id="s", text="größe").encode() == '{"type":"stt","session_id":"s","text":"größe"}'
    assert (
        HelloReply(session_id="s", audio_params=AudioParams()).encode()
        == '{"type":"hello","transport":"websocket","session_id":"s","audio_params":'
        '{"format":"opus","sample_rate":16000,"channels":1,"frame_duration":60}}'
    )


def test_nulls_inside_of_a_payload_are_kept() -> None:
    mcp = Mcp(payload={"jsonrpc": "2.0", "id": 1, "result": None}, session_id="")
    assert from_device(mcp.encode()) == mcp


device_messages = st.one_of(
    st.builds(
        Hello,
        version=st.integers(1, 3),
        features=st.builds(Features, mcp=st.booleans(), inline_image=st.booleans()),
        audio_params=st.builds(AudioParams, frame_duration=st.sampled_from([20, 40, 60])),
        language=st.none() | st.sampled_from(["en", "zh-CN", "pt_BR"]),
        printer=st.none() | st.builds(Printer, width_dots=st.sampled_from([384, 576])),
        caption=st.booleans(),
        session_id=st.none() | st.text(max_size=8),
    ),
    st.builds(
        Listen,
        state=st.sampled_from(["start", "stop", "detect"]),
        mode=st.sampled_from(ListenMode),
        text=st.none() | st.text().map(plain_text),
        last_seq=st.none() | st.integers(-1, MAX_SEQ),
    ),
    st.builds(Audio, seq=st.none() | st.integers(0, MAX_SEQ), data=st.text()),
    st.builds(Mcp, payload=st.dictionaries(st.text(max_size=5), values, max_size=3)),
)


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        (["zlib", "rle"], ("zlib", "rle")),
        (["rle", "brotli", 7, None], ("rle",)),
        ("zlib", ()),
        (True, ()),
        (None, ()),
        ({"zlib": True}, ()),
    ],
)
def test_unknown_encodings_are_ignored(fields: Any, known: tuple[str, ...]) -> None:
    hello = from_device(json.dumps({"type": "hello", "features": {"image_encodings": fields}}))
    assert isinstance(hello, Hello)
    assert hello.features.image_encodings == known


@given(message=device_messages)
def test_a_device_message_is_read_back_from_its_text(message: Message) -> None:
    assert from_device(message.encode()) == message


@given(session_id=st.text(), status=st.text(), message=st.text(), emotion=st.text())
def test_a_cloud_message_is_read_back_from_its_text(session_id: str, status: str, message: str, emotion: str) -> None:
    alert = Alert(session_id=session_id, status=status, message=message, emotion=emotion)
    assert from_cloud(alert.encode()) == alert


@given(
    unknown=st.dictionaries(
        st.text(min_size=1, max_size=8).map("x_".__add__), values.filter(lambda value: value is not None), max_size=4
    )
)
def test_unknown_fields_survive_a_round_trip(unknown: dict[str, Any]) -> None:
    fields = {"type": "listen", "state": "stop", **unknown}
    assert kept(fields, json.loads(from_device(json.dumps(fields)).encode()))


@given(text=st.text() | values.map(json.dumps) | st.dictionaries(st.just("type"), values).map(json.dumps))
def test_any_text_is_a_message_or_malformed(text: str) -> None:
    try:
        from_device(text)
    except MalformedMessage as exc:
        sentence = str(exc)
        assert sentence


SECRET = "my name is Ada"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (SECRET, "this is not JSON"),
        ("", "this is not JSON"),
        ('{"type":"hello","version":NaN}', "this is not JSON"),
        ('{"type":"abort","reason":"\\ud800"}', "this is not JSON"),
        ("\ud800", "this is not JSON"),
        ("[" * 100_000, "nested more than 100 levels deep"),
        (f'["{SECRET}"]', "a message is a JSON object"),
        ("null", "a message is a JSON object"),
        (
            f'{{"text":"{SECRET}"}}',
            "type is missing; known types: hello, listen, audio, abort, goodbye, mcp, print",
        ),
        (
            f'{{"type":"{SECRET}"}}',
            "unknown type; known types: hello, listen, audio, abort, goodbye, mcp, print",
        ),
        (
            f'{{"type":["{SECRET}"]}}',
            "type: a string; known types: hello, listen, audio, abort, goodbye, mcp, print",
        ),
        (f'{{"type":"listen","text":"{SECRET}"}}', "listen.state: Field required"),
        (f'{{"type":"listen","state":"{SECRET}"}}', "listen.state: Input should be 'start', 'stop' or 'detect'"),
        (
            f'{{"type":"listen","state":"start","mode":"{SECRET}"}}',
            "listen.mode: Input should be 'auto', 'manual' or 'realtime'",
        ),
        (
            f'{{"type":"listen","state":"stop","last_seq":"{SECRET}"}}',
            "listen.last_seq: Input should be a valid integer, unable to parse string as an integer",
        ),
        (
            '{"type":"listen","state":"stop","last_seq":-2}',
            "listen.last_seq: Input should be greater than or equal to -1",
        ),
        (f'{{"type":"audio","data":["{SECRET}"]}}', "audio.data: Input should be a valid string"),
        (f'{{"type":"mcp","payload":"{SECRET}"}}', "mcp.payload: Input should be a valid dictionary"),
        (
            f'{{"type":"print","sticker_id":"{SECRET}","state":"done"}}',
            "print.sticker_id: String should match pattern '^[0-9A-Za-z_-]{1,80}$'",
        ),
        (
            f'{{"type":"hello","printer":{{"language":"{SECRET}"}}}}',
            "hello.printer.language: Input should be 'escpos', 'escpos-column', 'phomemo', 'zpl', 'tspl', "
            "'png' or 'raw'",
        ),
        (
            f'{{"type":"hello","printer":{{"model":"{SECRET}"}}}}',
            "hello.printer.model: unknown printer model; known: stikadoo, escpos-58, escpos-80, "
            "escpos-column-58, phomemo-m02, phomemo-m02s, phomemo-m02-pro, zpl-4x6, tspl-4x6, png, raw",
        ),
        (
            f'{{"type":"hello","printer":{{"model":["{SECRET}"]}}}}',
            "hello.printer.model: Input should be a valid string",
        ),
        (
            '{"type":"hello","printer":{"model":"tspl-4x6","density":16}}',
            "hello.printer: density: at most 15 in tspl",
        ),
        ('{"type":"hello","printer":{"width_dots":380}}', "hello.printer.width_dots: Input should be a multiple of 8"),
        (f'{{"type":"abort","session_id":["{SECRET}"]}}', "abort.session_id: Input should be a valid string"),
    ],
)
def test_an_error_names_the_field_and_quotes_nothing(text: str, sentence: str) -> None:
    with pytest.raises(MalformedMessage) as error:
        from_device(text)
    assert str(error.value) == sentence
    written = "".join(traceback.format_exception(error.value.with_traceback(None)))
    assert SECRET not in written


ABSURD_NUMBERS = ["1e400", "-1e400", "1" + "0" * 37, "-1" + "0" * 37, str(MAX_SEQ + 1), "true", "1.5"]


@pytest.mark.parametrize("number", ABSURD_NUMBERS)
@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"type":"listen","state":"stop","last_seq":%s}', "listen.last_seq"),
        ('{"type":"hello","version":%s}', "hello.version"),
        ('{"type":"hello","audio_params":{"sample_rate":%s}}', "hello.audio_params.sample_rate"),
        ('{"type":"hello","audio_params":{"channels":%s}}', "hello.audio_params.channels"),
        ('{"type":"hello","audio_params":{"frame_duration":%s}}', "hello.audio_params.frame_duration"),
        ('{"type":"hello","printer":{"width_dots":%s}}', "hello.printer.width_dots"),
    ],
)
def test_a_number_beyond_its_meaning_is_named(text: str, field: str, number: str) -> None:
    assert refusal(text % number).startswith(f"{field}: ")


@pytest.mark.parametrize("seq", [*ABSURD_NUMBERS[2:], "-1", "[]", "{}", '"x"', "null"])
def test_an_audio_message_s_absurd_number_is_ignored(seq: str) -> None:
    assert from_device(f'{{"type":"audio","data":"AAAA","seq":{seq}}}') == Audio(data="AAAA")


def test_a_number_of_5000_digits_is_not_json() -> None:
    assert refusal(f'{{"type":"listen","state":"stop","last_seq":{"9" * 5000}}}') == "this is not JSON"


def test_control_characters_are_removed_from_what_is_echoed() -> None:
    wish = from_device(json.dumps({"type": "listen", "state": "detect", "text": "a \x1b[31mcat\x00\u202e\n👨‍👩‍👧"}))
    report = from_device('{"type":"print","sticker_id":"r","state":"failed","reason":"\\u001b[2Jno paper"}')
    assert isinstance(wish, Listen)
    assert isinstance(report, Print)
    assert (wish.text, report.reason) == ("a cat\n👨‍👩‍👧", "no paper")


def test_a_typed_wish_has_a_length() -> None:
    longest = json.dumps({"type": "listen", "state": "detect", "text": "x" * MAX_TYPED_CHARACTERS})
    assert isinstance(from_device(longest), Listen)
    assert refusal(longest.replace("xx", "xxx", 1)) == "listen.text: String should have at most 2000 characters"


def test_a_day_of_packets_can_be_numbered() -> None:
    message = from_device(f'{{"type":"listen","state":"stop","last_seq":{MAX_SEQ}}}')
    assert isinstance(message, Listen)
    assert message.last_seq == MAX_SEQ == 1_439_999


def test_a_device_s_type_is_unknown_from_the_cloud() -> None:
    with pytest.raises(MalformedMessage, match="unknown type; known types: hello, stt, llm, tts"):
        from_cloud('{"type":"listen","state":"start"}')
