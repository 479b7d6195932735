"""The device receives the transcript; in auto mode no tts message re-opens its microphone."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.announce.handler import handler
from functions.announce.phrases import THINKING
from functions.announce.step import TranscribedDocument, announce, announcement_messages
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import DeviceGone, RecordingChanged
from stikadoo.execution import ListenMode, Speech, Transcript, Transcription
from stikadoo.keys import recording_id
from stikadoo.languages import LANGUAGES
from stikadoo.turns import Event, Kind
from tests.connections import Connections
from tests.documents import DEVICE, session_of


@pytest.fixture
def document(bucket: Bucket) -> TranscribedDocument:
    key = "recordings/r1/transcript.json"
    bucket.put_facts(key, Transcript(text="a cat", engine="typed"))
    return TranscribedDocument(
        recording_id="r1", device=DEVICE, transcription=Transcription(status="ready", engine="typed", key=key)
    )


def test_the_words_a_face_and_a_sentence_are_sent(
    document: TranscribedDocument, bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    last_log_line = announce(document, bucket, registry, connections.connect)
    assert connections.types("c1") == ["stt", "llm", "tts", "tts"]
    assert last_log_line.messages == 4
    assert connections.sent("c1")[0].text == "a cat"  # type: ignore[union-attr]


def test_auto_mode_gets_no_tts() -> None:
    device = DEVICE.model_copy(update={"mode": ListenMode.AUTO})
    assert [message.type for message in announcement_messages(device, "a cat")] == ["stt", "llm"]  # type: ignore[attr-defined]


def test_a_device_that_has_gone_is_named(
    document: TranscribedDocument, bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    connections.gone.add("c1")
    with pytest.raises(DeviceGone, match="c1"):
        announce(document, bucket, registry, connections.connect)


@pytest.mark.parametrize("later", [Event(3, Kind.ABORT), Event(3, Kind.START, "manual"), Event(3, Kind.WISH)])
def test_nothing_is_sent_about_a_wish_that_is_cancelled_or_superseded(
    later: Event, document: TranscribedDocument, bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    registry.open(session_of("c1", "d"))
    registry.record(DEVICE.session_id, Event(2, Kind.WISH))
    registry.record(DEVICE.session_id, later)
    first = document.model_copy(update={"recording_id": recording_id("d", "c1", 2, is_typed=True)})
    assert announce(first, bucket, registry, connections.connect).messages == 0
    assert connections.sent("c1") == []


def test_a_recording_that_ends_elsewhere_than_it_was_transcoded_to_is_not_announced(
    document: TranscribedDocument, bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    """Stop 2 was handled before stop 1, so the words are those of both recordings."""
    registry.open(session_of("c1", "d"))
    registry.record(DEVICE.session_id, Event(2, Kind.START, "manual"))
    registry.record(DEVICE.session_id, Event(3, Kind.STOP))
    speech = Speech(key="k", packets=1, lost=0, corrupt=0, seconds=1, peak_dbfs=-20, stopped_ms=9)
    changed = document.model_copy(update={"recording_id": recording_id("d", "c1", 2), "speech": speech})
    with pytest.raises(RecordingChanged, match="up to 9, but stopped at 3"):
        announce(changed, bucket, registry, connections.connect)
    assert connections.sent("c1") == []
    same = changed.model_copy(update={"speech": speech.model_copy(update={"stopped_ms": 3})})
    assert announce(same, bucket, registry, connections.connect).messages == 4


def test_every_language_has_its_sentence() -> None:
    assert set(THINKING) == set(LANGUAGES)


def test_the_words_are_sent_and_not_logged(
    document: TranscribedDocument,
    bucket: Bucket,
    connections: Connections,
    environment: Callable[..., None],
    last_log_line: Callable[..., dict[str, Any]],
    *,
    registry: Registry,
) -> None:
    bucket.put_facts(document.folder.transcript, Transcript(text="a zyzzyva", engine="typed"))
    device = DEVICE.model_copy(update={"endpoint": connections.endpoint})
    event = document.model_copy(update={"device": device}).model_dump(mode="json")
    environment(bucket=bucket.name, table=registry.table)
    assert handler(event, None) == {"messages": 4}
    assert last_log_line("zyzzyva")["level"] == "INFO"
    connections.gone.add("c1")
    with pytest.raises(DeviceGone):
        handler(event, None)
    assert last_log_line("zyzzyva")["error"] == "DeviceGone"
    bucket.put(document.folder.transcript, b'{"text": "a zyzzyva')
    with pytest.raises(ValueError, match="validation error"):
        handler(event, None)
    assert last_log_line("zyzzyva")["level"] == "ERROR"
