"""After a successful execution the child's voice and words are deleted; the sticker and its facts are kept."""

from typing import Literal

import pytest

from functions.forget.step import FinishedDocument, forget
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.registry import Registry
from stikadoo.execution import Picture
from stikadoo.keys import ChunkKey, RecordingFolder
from stikadoo.turns import Event, Kind
from tests.documents import CONNECTION, DEVICE, RECORDING, session_of

FOLDER = RecordingFolder("r1")
KEPT = {FOLDER.sticker, FOLDER.sticker_in("escpos"), FOLDER.picture, FOLDER.audio, FOLDER.delivery}


@pytest.fixture
def ended(bucket: Bucket) -> FinishedDocument:
    for key in (*KEPT, *FOLDER.voice, *(str(chunk(at)) for at in (-100, 0, 1500, 3001))):
        bucket.put(key, b"x")
    return FinishedDocument(recording_id="r1", device=DEVICE, recording=RECORDING, outcome="delivered")


def chunk(after_start_ms: int) -> ChunkKey:
    return ChunkKey(CONNECTION, RECORDING.started_ms + after_start_ms, message_id="m")


@pytest.mark.parametrize("is_known", [True, False], ids=["session", "expired session"])
def test_voice_words_and_chunks_are_deleted_and_the_sticker_is_kept(
    is_known: bool, ended: FinishedDocument, bucket: Bucket, registry: Registry
) -> None:
    """What arrived before the recording may be another's: the lifecycle deletes it."""
    if is_known:
        opened(registry)
    forget(ended, bucket, registry, "failed")
    assert set(bucket.keys("")) == {*KEPT, str(chunk(-100))}


def test_an_old_failed_recording_s_chunks_are_kept_when_its_events_are_gone(
    ended: FinishedDocument, bucket: Bucket, registry: Registry
) -> None:
    """A session keeps the last events only; the failed recording can still be replayed."""
    opened(registry)
    for number in range(1, 80):
        registry.record(DEVICE.session_id, Event(RECORDING.started_ms + 100 * number, Kind.WISH))
    latest = Event(RECORDING.started_ms + 8000, Kind.START, "manual"), Event(RECORDING.started_ms + 9000, Kind.STOP)
    for event in latest:
        registry.record(DEVICE.session_id, event)
    window = RECORDING.model_copy(update={"started_ms": latest[0].at_ms, "stopped_ms": latest[1].at_ms})
    forget(ended.model_copy(update={"recording": window}), bucket, registry, "failed")
    assert len(list(bucket.keys("chunks/"))) == 4


def test_the_next_recording_s_chunks_are_not_touched(
    ended: FinishedDocument, bucket: Bucket, registry: Registry
) -> None:
    opened(registry)
    registry.record(DEVICE.session_id, Event(RECORDING.stopped_ms + 1, Kind.START, "manual"))
    forget(ended, bucket, registry, "failed")
    assert list(bucket.keys("chunks/")) == [str(chunk(-100)), str(chunk(3001))]


@pytest.mark.parametrize(("end", "is_kept"), [(Kind.STOP, True), (Kind.ABORT, False)])
def test_an_earlier_recording_s_chunks_are_deleted_only_if_it_was_discarded(
    end: Kind, is_kept: bool, ended: FinishedDocument, bucket: Bucket, registry: Registry
) -> None:
    """Another execution may still read them, or it failed and will be replayed."""
    opened(registry)
    registry.record(DEVICE.session_id, Event(RECORDING.started_ms - 200, Kind.START, "manual"))
    registry.record(DEVICE.session_id, Event(RECORDING.started_ms - 50, end))
    forget(ended, bucket, registry, "failed")
    assert list(bucket.keys("chunks/")) == [str(chunk(-100))] * is_kept


def test_a_stage_for_test_devices_keeps_everything(ended: FinishedDocument, bucket: Bucket, registry: Registry) -> None:
    before = set(bucket.keys(""))
    assert forget(ended, bucket, registry, "all").deleted == 0
    assert set(bucket.keys("")) == before


@pytest.mark.parametrize(("status", "illustrator"), [("ready", "openmoji"), ("working", None)])
def test_the_illustrator_is_reported_with_the_outcome(
    status: Literal["ready", "working"],
    illustrator: str | None,
    ended: FinishedDocument,
    bucket: Bucket,
    registry: Registry,
) -> None:
    picture = Picture(status=status, engine="openmoji")
    forgotten = forget(ended.model_copy(update={"picture": picture}), bucket, registry, "failed")
    assert (forgotten.outcome, forgotten.illustrator) == ("delivered", illustrator)


def test_a_replay_deletes_its_own_objects_and_none_of_the_original(
    ended: FinishedDocument, bucket: Bucket, registry: Registry
) -> None:
    before = set(bucket.keys(""))
    own = RecordingFolder("r1-r2")
    bucket.put(own.packets, b"x")
    forget(ended.model_copy(update={"recording_id": "r1-r2", "replay_of": "r1"}), bucket, registry, "failed")
    assert set(bucket.keys("")) == before


def opened(registry: Registry) -> None:
    """The session of RECORDING, which it has recorded."""
    registry.open(session_of(CONNECTION, "d"))
    registry.record(DEVICE.session_id, Event(RECORDING.started_ms, Kind.START, "manual"))
    registry.record(DEVICE.session_id, Event(RECORDING.stopped_ms, Kind.STOP))
