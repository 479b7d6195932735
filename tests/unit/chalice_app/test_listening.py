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
        ({"type": "audio", "seq": -1, "data": "AAAA"}, "audio.seq"),
        ({"type": "audio", "seq": "1", "data": "AAAA"}, "audio.seq"),
        ({"type": "dance"}, "unknown type"),
        ({}, "unknown type"),
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
    start(ready)
    assert ready.session.state is State.LISTENING


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
    assert ready.registry.is_cancelled(ready.session_id, taken_back["recording_id"])
    assert not ready.registry.is_cancelled(ready.session_id, str(ready.session.recording_id))


def test_an_empty_session_id_means_this_connection(ready: Api) -> None:
    ready.say({"type": "listen", "state": "start", "mode": "manual", "session_id": ""})
    assert ready.session.state is State.LISTENING


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


@pytest.mark.parametrize("text", ["Hey, Stikadoo!", "hi stikadoo", "你好，小智", "", None])
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
    assert ready.registry.is_cancelled(ready.session_id, str(ready.session.recording_id))


def test_an_mcp_reply_is_accepted(ready: Api) -> None:
    payload = {"jsonrpc": "2.0", "id": 2, "result": {"tools": []}}
    assert ready.say({"type": "mcp", "session_id": ready.session_id, "payload": payload}) == []
