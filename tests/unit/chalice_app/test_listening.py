"""listen start begins a recording, audio stores its chunks, and listen stop starts one execution."""

import base64
import re

import pytest

from chalice_app import app as entry_points
from stikadoo.execution import ExecutionDocument, Transcript
from stikadoo.keys import ChunkKey, chunk_folder
from stikadoo.messages import Alert
from stikadoo.session import State
from stikadoo.turns import Event, Kind
from tests.unit.chalice_app.conftest import Api

FRAMES = b"\x00\x00\x00\x03abc"


def start(api: Api, mode: str = "manual") -> None:
    api.say({"type": "listen", "state": "start", "mode": mode, "session_id": api.session_id})


def stop(api: Api, **more: int) -> None:
    api.say({"type": "listen", "state": "stop", "session_id": api.session_id, **more})


def stored(api: Api) -> dict[ChunkKey, bytes]:
    keys = api.bucket.keys(chunk_folder(api.connection_id))
    return {ChunkKey.parse(key): api.bucket.read(key) for key in keys}


def test_both_forms_of_audio_are_stored_as_they_came(ready: Api) -> None:
    text = base64.b64encode(FRAMES).decode()
    assert ready.say(text) == []
    assert ready.say({"type": "audio", "seq": 8, "data": text}) == []
    assert list(stored(ready).values()) == [FRAMES, FRAMES]
    assert [key.seq for key in stored(ready)] == [None, 8]


@pytest.mark.parametrize(
    "frames", [b"\x00\x00\x00\x01\xfb", b"\x00\x00\x00\x02\xff\xef", FRAMES + b"\xfb\xff\xfe" * 40]
)
@pytest.mark.parametrize("in_json", [True, False])
def test_base64_of_any_kind_is_accepted(ready: Api, frames: bytes, in_json: bool) -> None:
    standard = base64.b64encode(frames).decode()
    url_safe = base64.urlsafe_b64encode(frames).decode()
    spelt = [standard, standard.rstrip("="), url_safe, url_safe.rstrip("="), base64.encodebytes(frames).decode()]
    spelt += [f" {standard}\r\n", standard + "\n"]
    for text in spelt:
        assert ready.say({"type": "audio", "data": text} if in_json else text) == []
    assert list(stored(ready).values()) == [frames] * len(spelt)


@pytest.mark.parametrize("text", ["A", "AAAAA", "AA=A", "AAA*", "ÄÄÄÄ", "neither json nor base64"])
def test_what_is_no_base64_of_any_kind_is_refused(ready: Api, text: str) -> None:
    (alert,) = ready.say({"type": "audio", "data": text})
    assert isinstance(alert, Alert)
    assert "neither" in alert.message
    assert stored(ready) == {}


def test_the_audio_entry_point_stores_a_chunk(ready: Api) -> None:
    entry_points.audio(ready.event({"type": "audio", "seq": 0, "data": base64.b64encode(FRAMES).decode()}), None)
    assert list(stored(ready).values()) == [FRAMES]


def test_audio_that_api_gateway_decoded_is_stored_too(ready: Api) -> None:
    event = ready.event(base64.b64encode(FRAMES).decode()) | {"isBase64Encoded": True}
    entry_points.on_message(event, None)
    assert list(stored(ready).values()) == [FRAMES]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ("not base64!", "neither"),
        ('{"type": "audio"', "not JSON"),
        ({"type": "audio"}, "audio.data"),
        ({"type": "audio", "data": ""}, "1 to 65536 bytes"),
        ({"type": "audio", "data": base64.b64encode(bytes(70_000)).decode()}, "not 70000"),
        ({}, "type is missing"),
        ({"type": None}, "type: a string"),
        ({"type": ["listen"]}, "type: a string"),
        ("null", "a message is a JSON object"),
        (" true ", "a message is a JSON object"),
        ("[]", "a message is a JSON object"),
        ('[{"type": "listen"}]', "a message is a JSON object"),
        ('"listen"', "a message is a JSON object"),
        ("1234", "a message is a JSON object"),
        ("-1.5e3", "a message is a JSON object"),
        ("NaN", "a message is a JSON object"),
        ("[" * 2_000 + "]" * 2_000, "nested more than 100 levels deep"),
        ('{"type": "abort", "x": ' + "[" * 20_000 + "]" * 20_000 + "}", "nested more than 100 levels deep"),
        ('{"a":' * 20_000 + "1" + "}" * 20_000, "nested more than 100 levels deep"),
        ({"type": "listen", "state": "start"}, "session_id is missing"),
        ({"type": "listen", "state": "start", "session_id": "another's"}, "not this connection's"),
        ({"type": "listen", "state": "jump", "session_id": ""}, "listen.state"),
        ({"type": "mcp", "session_id": "", "payload": {"jsonrpc": "1.0"}}, "2.0"),
        ({"type": "print", "session_id": "", "sticker_id": "../x", "state": "done"}, "sticker_id"),
    ],
)
def test_bad_input_is_answered_and_the_connection_stays_usable(
    ready: Api, fields: str | dict[str, object], named: str
) -> None:
    (alert,) = ready.say(fields)
    assert isinstance(alert, Alert)
    assert named in alert.message
    assert alert.session_id == ready.session_id
    assert stored(ready) == {}
    start(ready)
    assert ready.session.state is State.LISTENING


@pytest.mark.parametrize("nesting", [2_000, 20_000])
def test_the_audio_entry_point_answers_a_deeply_nested_message(ready: Api, nesting: int) -> None:
    body = '{"type": "audio", "data": ' + "[" * nesting + "]" * nesting + "}"
    assert entry_points.audio(ready.event(body), None) == {"statusCode": 200}
    (alert,) = ready.new_messages()
    assert isinstance(alert, Alert)
    assert alert.message == "nested more than 100 levels deep"


@pytest.mark.parametrize("name", ["iot", "ping", "server", "connect", "disconnect", "", "x" * 1000])
def test_an_unknown_type_is_logged_and_not_alerted(ready: Api, caplog: pytest.LogCaptureFixture, name: str) -> None:
    caplog.clear()
    assert ready.say({"type": name, "session_id": ready.session_id}) == []
    (record,) = [record for record in caplog.records if record.message == "message"]
    assert (record.levelname, vars(record)["unknown_type"]) == ("INFO", name[:40])
    assert ready.session.state is State.READY


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "listen", "state": "start"},
        {"type": "listen", "state": "stop"},
        {"type": "listen", "state": "detect", "text": "a cat"},
        {"type": "abort"},
        {"type": "mcp", "payload": {"jsonrpc": "2.0", "id": 1, "result": {}}},
        {"type": "print", "sticker_id": "r1", "state": "done"},
    ],
)
def test_a_message_before_hello_is_answered(api: Api, fields: dict[str, object]) -> None:
    api.connect()
    (alert,) = api.say({"session_id": "", **fields})
    assert isinstance(alert, Alert)
    assert alert.message == "say hello first"


def test_listen_stop_starts_one_execution_with_the_window(ready: Api) -> None:
    start(ready)
    began = ready.now_ms
    stop(ready, last_seq=36)
    (document,) = ready.executions()
    read = ExecutionDocument.model_validate(document)
    assert read.recording
    assert (read.recording.started_ms, read.recording.stopped_ms) == (began, began + 1)
    assert (read.recording.last_seq, read.recording.protocol) == (36, 3)
    assert read.recording_id == ready.session.recording_id
    assert read.device.endpoint == ready.connections.endpoint


@pytest.mark.parametrize("last_seq", ["1" + "0" * 37, "1e400", "true", "NaN", "-2", "1440000"])
def test_a_last_seq_without_meaning_is_refused_once_and_the_recording_can_still_be_stopped(
    ready: Api, last_seq: str
) -> None:
    start(ready)
    (alert,) = ready.say(f'{{"type": "listen", "state": "stop", "session_id": "", "last_seq": {last_seq}}}')
    assert isinstance(alert, Alert)
    assert alert.message.startswith(("listen.last_seq: ", "this is not JSON"))
    stop(ready, last_seq=3)
    (document,) = ready.executions()
    assert document["recording"]["last_seq"] == 3


@pytest.mark.parametrize("seq", ["1" + "0" * 37, "1e400", "true", "NaN", "-1", "1.5", "1440000", "[]", "{}", '"x"'])
def test_a_seq_without_meaning_is_ignored_and_logged(ready: Api, caplog: pytest.LogCaptureFixture, seq: str) -> None:
    assert ready.say(f'{{"type": "audio", "seq": {seq}, "data": "AAAA"}}') == []
    assert [key.seq for key in stored(ready)] == [None]
    assert vars(caplog.records[-1])["ignored_seq"] is True


def test_engines_are_not_in_the_input(ready: Api) -> None:
    """A name in the input would override the stage's parameters."""
    start(ready)
    stop(ready)
    ready.say({"type": "listen", "state": "detect", "text": "a green dragon", "session_id": ready.session_id})
    recorded, typed = ready.executions()
    assert [document for document in (recorded, typed) if "engines" in document] == []


def test_a_repeated_listen_stop_starts_one_execution_even_if_the_first_start_was_lost(ready: Api) -> None:
    start(ready)
    ready.registry.record(ready.session_id, Event(ready.now_ms + 1, Kind.STOP, "3"))
    ready.now_ms += 1
    assert ready.executions() == []
    stop(ready)
    stop(ready)
    (document,) = ready.executions()
    assert document["recording"]["last_seq"] == 3
    assert ready.new_messages() == []


def test_a_stop_without_a_start_is_not_answered(ready: Api) -> None:
    """Its start may still be on its way."""
    assert ready.say({"type": "listen", "state": "stop", "session_id": ""}) == []
    assert ready.executions() == []


def test_a_hello_inside_of_a_recording_leaves_it_alone(ready: Api) -> None:
    start(ready)
    ready.say({"type": "hello", "version": 3, "transport": "websocket", "audio_params": {"frame_duration": 60}})
    stop(ready)
    assert len(ready.executions()) == 1


def test_a_wish_taken_back_stays_so_when_the_next_recording_begins(ready: Api) -> None:
    """Firmware sends abort and listen start together when the button is pressed while it speaks."""
    start(ready)
    stop(ready)
    (taken_back,) = ready.executions()
    ready.say({"type": "abort", "session_id": ready.session_id})
    start(ready)
    stop(ready)
    first, second = ready.session.turns
    assert (first.recording_id, first.is_cancelled, second.is_cancelled) == (taken_back["recording_id"], True, False)


def test_an_empty_session_id_means_this_connection(ready: Api) -> None:
    ready.say({"type": "listen", "state": "start", "mode": "manual", "session_id": ""})
    assert ready.session.state is State.LISTENING


def test_a_typed_wish_and_an_abort_may_lack_a_session_id(ready: Api) -> None:
    """A web page sends both without one."""
    assert ready.say({"type": "listen", "state": "detect", "text": "a cat"}) == []
    assert len(ready.executions()) == 1
    assert ready.say({"type": "abort"}) == []
    assert [turn.is_cancelled for turn in ready.session.turns] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "listen", "state": "detect", "text": "a cat"},
        {"type": "abort"},
        {"type": "listen", "state": "start"},
        {"type": "listen", "state": "stop"},
    ],
)
def test_another_connection_s_session_id_is_refused(ready: Api, fields: dict[str, str]) -> None:
    (alert,) = ready.say({"session_id": "another's", **fields})
    assert isinstance(alert, Alert)
    assert alert.message.startswith("session_id is not this connection's")


def test_a_recording_is_named_after_its_device_its_time_and_its_connection(ready: Api) -> None:
    start(ready)
    named = str(ready.session.recording_id)
    assert re.fullmatch(r"b43a459b9474-20261121-\d{6}-[0-9a-f]{8}", named)
    start(ready)
    assert ready.session.recording_id != named, "another message, another recording"


@pytest.mark.parametrize("fields", [{"state": "start", "mode": "manual"}, {"state": "detect", "text": "a cat"}])
def test_the_same_message_always_begins_the_same_recording(ready: Api, fields: dict[str, str]) -> None:
    event = ready.event({"type": "listen", "session_id": "", **fields})
    recording_ids = []
    for _ in range(2):
        assert entry_points.on_message(event, None) == {"statusCode": 200}
        recording_ids.append(ready.session.recording_id)
    assert recording_ids[0] == recording_ids[1]
    assert len(ready.executions()) == (fields["state"] == "detect"), "an execution at most, named after it"


def test_a_typed_wish_starts_with_its_words_under_their_key(ready: Api) -> None:
    ready.say({"type": "listen", "state": "detect", "text": "a green dragon", "session_id": ready.session_id})
    (document,) = ready.executions()
    assert "dragon" not in str(document)
    transcript = ready.bucket.read_facts(document["transcription"]["key"], Transcript)
    assert (transcript.text, transcript.engine) == ("a green dragon", "typed")
    assert "recording" not in document


@pytest.mark.parametrize("text", ["Hey, Stikadoo!", "hi stikadoo", "你好，小智", "嘿，你好呀", "Jarvis", "", None])
def test_a_wake_word_is_no_wish(ready: Api, text: str | None) -> None:
    ready.say({"type": "listen", "state": "detect", "text": text, "session_id": ready.session_id})
    assert ready.executions() == []


def test_disconnect_or_abort_while_listening_starts_no_execution(ready: Api) -> None:
    start(ready)
    ready.say({"type": "abort", "session_id": ready.session_id})
    assert ready.session.state is State.READY
    start(ready)
    ready.disconnect()
    assert ready.session.state is State.CLOSED
    assert ready.executions() == []


def test_an_abort_while_processing_cancels_the_wish(ready: Api) -> None:
    start(ready)
    stop(ready)
    ready.say({"type": "abort", "session_id": ready.session_id, "reason": "wake_word_detected"})
    assert [turn.is_cancelled for turn in ready.session.turns] == [True]


def test_an_mcp_reply_is_accepted(ready: Api) -> None:
    payload = {"jsonrpc": "2.0", "id": 2, "result": {"tools": []}}
    assert ready.say({"type": "mcp", "session_id": ready.session_id, "payload": payload}) == []


def test_a_long_mcp_method_is_cut_in_the_log(ready: Api, caplog: pytest.LogCaptureFixture) -> None:
    payload = {"jsonrpc": "2.0", "id": "i" * 30_000, "method": "m" * 30_000}
    assert ready.say({"type": "mcp", "session_id": ready.session_id, "payload": payload}) == []
    facts = vars(caplog.records[-1])
    assert (facts["rpc_id"], facts["method"]) == ("i" * 100, "m" * 100)
