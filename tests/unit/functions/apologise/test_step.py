"""Any error: the device is notified once, and apology.json is stored for operators."""

import pytest

from functions.apologise.phrases import PHRASES, phrase
from functions.apologise.step import Apology, FailedDocument, StateError, apologise, outcome_of
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.errors import DeviceGone, MalformedMessage, RecordingChanged, leaves
from stikadoo.execution import Speech
from stikadoo.keys import recording_id
from stikadoo.languages import LANGUAGES
from stikadoo.messages import Alert
from stikadoo.session import State
from stikadoo.turns import Event, Kind
from tests.connections import Connections
from tests.documents import DEVICE, session_of


def broken(error: str, language: str = "en") -> FailedDocument:
    device = DEVICE.model_copy(update={"language": language})
    return FailedDocument(recording_id="r1", device=device, error=StateError(name=error, cause="why"))


def test_the_device_is_notified_and_returns_to_idle(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    result = apologise(broken("NothingHeard", "zh-CN"), bucket, registry, connections.connect)
    assert connections.types("c1") == ["alert", "tts"]
    alert = connections.sent("c1")[0]
    assert isinstance(alert, Alert)
    assert "按住按钮" in alert.message
    assert result == Apology(outcome="nothing_heard", error="NothingHeard", was_told=True)
    assert bucket.find_facts("recordings/r1/apology.json", Apology) == result


def test_the_device_is_notified_once(bucket: Bucket, registry: Registry, connections: Connections) -> None:
    apologise(broken("KeyError"), bucket, registry, connections.connect)
    again = apologise(broken("States.Timeout"), bucket, registry, connections.connect)
    assert not again.was_told
    assert connections.types("c1") == ["alert", "tts"]


def test_a_delivered_sticker_is_not_apologised_for(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    bucket.put("recordings/r1/delivery.json", b"{}")
    assert not apologise(broken("States.Timeout"), bucket, registry, connections.connect).was_told
    assert connections.sent("c1") == []


def test_a_disconnected_device_is_no_second_error(bucket: Bucket, registry: Registry, connections: Connections) -> None:
    connections.gone.add("c1")
    assert not apologise(broken("KeyError"), bucket, registry, connections.connect).was_told


def spoken(registry: Registry, error: str, *events: Event) -> FailedDocument:
    """The execution of a recording that was transcoded up to 9, with these further events."""
    registry.open(session_of("c1", "d"))
    for event in (Event(2, Kind.START, "manual"), *events):
        registry.record(DEVICE.session_id, event)
    speech = Speech(key="k", packets=1, lost=0, corrupt=0, seconds=1, peak_dbfs=-20, stopped_ms=9)
    return broken(error).model_copy(update={"recording_id": recording_id("d", "c1", 2), "speech": speech})


@pytest.mark.parametrize("error", ["NothingHeard", "WishRejected"])
def test_a_wish_that_was_heard_with_the_next_recording_is_heard_again(
    error: str, bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    document = spoken(registry, error, Event(3, Kind.STOP))
    with pytest.raises(RecordingChanged):
        apologise(document, bucket, registry, connections.connect)
    assert connections.sent("c1") == []
    failed = document.model_copy(update={"error": StateError(name="KeyError")})
    assert apologise(failed, bucket, registry, connections.connect).was_told


def test_a_recording_that_was_discarded_ends_silently(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    document = spoken(registry, "WishCancelled", Event(3, Kind.ABORT))
    assert not apologise(document, bucket, registry, connections.connect).was_told
    assert connections.sent("c1") == []


@pytest.fixture
def failed(registry: Registry) -> FailedDocument:
    """The execution of a typed wish of the session's first turn."""
    registry.open(session_of("c1", "d"))
    registry.record(DEVICE.session_id, Event(2, Kind.WISH))
    return broken("KeyError").model_copy(update={"recording_id": recording_id("d", "c1", 2, is_typed=True)})


def test_a_failure_ends_the_turn(
    failed: FailedDocument, bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    apologise(failed, bucket, registry, connections.connect)
    session = registry.find(DEVICE.session_id)
    assert session
    assert (session.state, session.outcome) == (State.READY, "failed")


def test_a_device_that_speaks_again_is_not_disturbed(
    failed: FailedDocument, bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    registry.record(DEVICE.session_id, Event(3, Kind.START, "manual"))
    assert not apologise(failed, bucket, registry, connections.connect).was_told
    assert connections.sent("c1") == []
    assert bucket.find_facts(failed.folder.apology, Apology)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("WishCancelled", "wish_cancelled"),
        ("PictureRefused", "picture_refused"),
        ("CorruptAudio", "failed"),
        ("MissingSettings", "failed"),
        ("States.Timeout", "failed"),
    ],
)
def test_only_speaker_errors_are_expected_outcomes(error: str, outcome: str) -> None:
    assert outcome_of(error) == outcome


def test_every_error_of_the_state_machine_has_a_phrase_in_every_language() -> None:
    elsewhere = {DeviceGone.__name__, MalformedMessage.__name__}
    assert set(PHRASES) == set(leaves()) - elsewhere
    assert all(set(phrases) == set(LANGUAGES) for phrases in PHRASES.values())


def test_an_unknown_error_has_a_generic_phrase_in_english_as_the_fallback() -> None:
    assert phrase("ZeroDivisionError", "fi").message.startswith("Something went wrong")
