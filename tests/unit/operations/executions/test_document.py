"""Documents of older releases, of broken executions and of people's own making stay readable."""

from typing import Any

import pytest

from operations.executions.document import Document
from stikadoo.execution import ListenMode
from tests.documents import DEVICE, RECORDING

WHOLE: dict[str, Any] = {
    "recording_id": "r1",
    "device": DEVICE.model_dump(mode="json"),
    "recording": RECORDING.model_dump(mode="json"),
    "seed": 7,
    "engines": {"transcribe": "whisper", "imagine": "dashscope,openmoji"},
    "speech": {"key": "s", "packets": 33, "lost": 1, "corrupt": 0, "seconds": 2.0, "peak_dbfs": -3.0},
    "picture": {"status": "ready", "engine": "openmoji", "key": "p", "prompt_version": 1},
    "outcome": "delivered",
}


def test_a_whole_document_is_read_as_its_steps_wrote_it() -> None:
    document = Document.of(WHOLE)
    assert document.device
    assert document.speech
    assert document.picture
    assert (document.device.device_id, document.device.printer.width_dots) == (DEVICE.device_id, 384)
    assert (document.speech.packets, document.speech.lost, document.speech.was_cut) == (33, 1, False)
    assert (document.picture.engine, document.picture.prompt_version) == ("openmoji", 1)
    assert (document.seed, document.engines.imagine) == (7, "dashscope,openmoji")
    assert document.full_device() == DEVICE
    assert document.raw == WHOLE


def test_an_empty_document_has_defaults_and_no_parts() -> None:
    document = Document.of({})
    assert (document.recording_id, document.outcome, document.seed, document.replay_of) == ("", "", 0, None)
    assert (document.device, document.speech, document.sticker, document.forgotten) == (None, None, None, None)
    assert document.artifact("sticker") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"device": "somebody"},
        {"device": {"printer": {"model": "of-a-later-release", "width_dots": "wide"}, "mode": "whispering"}},
        {"recording": {"started_ms": None}, "seed": "many"},
        {"speech": {"packets": "all"}, "picture": {"status": "dreaming"}, "sticker": [1], "delivery": 3},
        {"engines": {"imagine": 4}, "error": "Boom", "fallback": "dashscope", "forgotten": True},
    ],
)
def test_fields_that_cannot_be_read_have_their_defaults_and_the_others_stay(wrong: dict[str, Any]) -> None:
    document = Document.of({**wrong, "recording_id": "r1", "outcome": "delivered"})
    assert (document.recording_id, document.outcome) == ("r1", "delivered")
    assert document.device is None or document.device.mode is ListenMode.MANUAL
    assert document.raw == {**wrong, "recording_id": "r1", "outcome": "delivered"}


def test_a_part_with_missing_and_unknown_fields_keeps_those_it_has() -> None:
    document = Document.of({"speech": {"packets": 3, "loudness": 9}, "device": {"device_id": 17, "colour": "red"}})
    assert document.speech
    assert document.device
    assert (document.speech.packets, document.speech.lost) == (3, 0)
    assert (document.device.device_id, document.device.connection_id) == ("17", "")


def test_a_fallback_is_read_under_its_older_name_too() -> None:
    document = Document.of({"setback": {"engine": "dashscope", "name": "ProviderThrottled"}})
    assert document.fallback
    assert (document.fallback.engine, document.fallback.name) == ("dashscope", "ProviderThrottled")


@pytest.mark.parametrize("text", [None, "", "{", "[]", '"r1"', "7"])
def test_what_is_no_json_object_is_no_document(text: str | None) -> None:
    assert Document.parse(text) is None


def test_an_artifact_names_the_objects_it_needs() -> None:
    document = Document.of({"sticker": {"key": "k", "preview_key": "p"}, "wish": {"key": "w"}, "picture": "none"})
    sticker, wish = document.artifact("sticker"), document.artifact("wish")
    assert sticker
    assert wish
    assert (sticker.keys, wish.keys, wish.status) == (("k", "p"), ("w",), "ready")
    assert document.artifact("picture") is None
    assert document.part("sticker", "speech") == {"sticker": {"key": "k", "preview_key": "p"}}


def test_what_a_replay_needs_whole_is_refused_if_it_is_not() -> None:
    with pytest.raises(ValueError, match="names no device"):
        Document.of({}).full_device()
    with pytest.raises(ValueError, match="made no sticker"):
        Document.of({}).full_sticker()
    with pytest.raises(ValueError, match="device_id"):
        Document.of({"device": {"connection_id": "c"}}).full_device()
