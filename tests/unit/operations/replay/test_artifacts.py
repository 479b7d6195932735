"""What a replay can begin with is what is stored, in a real local S3; what is not has a reason."""

from typing import Any

import pytest

from operations.replay.artifacts import available_input, why_unavailable
from operations.replay.entry_points import ENTRY_POINTS, TRANSCODE, EntryPoint, entry_point_for
from stikadoo.aws.bucket import Bucket
from tests.documents import RECORDING
from tests.unit.operations.replay.executions import CHUNK, FOLDER, PICTURE, RENDERED, SPEECH, SPOKEN, STICKER, ended

KEYS = {
    "speech": (FOLDER.speech,),
    "transcription": (FOLDER.transcript,),
    "wish": (FOLDER.wish,),
    "picture": (FOLDER.picture,),
    "sticker": (FOLDER.sticker_in("escpos"), FOLDER.preview),
}


def at(state: str) -> EntryPoint:
    entry = entry_point_for(state)
    assert entry
    return entry


def put(bucket: Bucket, *keys: str) -> None:
    for key in keys:
        bucket.put(key, b"x")


@pytest.mark.parametrize("entry", ENTRY_POINTS[1:], ids=lambda entry: entry.state)
def test_a_state_can_be_entered_if_all_objects_of_its_input_exist(entry: EntryPoint, bucket: Bucket) -> None:
    execution = ended(RENDERED)
    *first, last = KEYS[entry.field]
    put(bucket, *first)
    assert available_input(bucket, execution, entry) is None
    put(bucket, last)
    assert available_input(bucket, execution, entry) == {entry.field: RENDERED[entry.field]}


@pytest.mark.parametrize(
    "picture", [{}, {"status": "ready", "engine": "openmoji"}, PICTURE | {"status": "working", "job": "j"}]
)
def test_what_was_never_finished_cannot_be_begun_with(picture: dict[str, Any], bucket: Bucket) -> None:
    put(bucket, FOLDER.picture)
    assert available_input(bucket, ended(SPOKEN | {"picture": picture}), at("Render")) is None


def test_transcode_begins_with_the_stored_packets_before_those_of_the_original_before_chunks(bucket: Bucket) -> None:
    original = "recordings/first/packets.bin"
    execution = ended(SPOKEN | {"packets_key": original})
    assert available_input(bucket, execution, TRANSCODE) is None
    put(bucket, CHUNK)
    assert available_input(bucket, execution, TRANSCODE) == {"recording": SPOKEN["recording"]}
    put(bucket, original)
    assert available_input(bucket, execution, TRANSCODE) == {"packets_key": original}
    put(bucket, FOLDER.packets)
    assert available_input(bucket, execution, TRANSCODE) == {"packets_key": FOLDER.packets}


def test_chunks_of_an_earlier_recording_of_the_connection_are_not_enough(bucket: Bucket) -> None:
    put(bucket, f"chunks/{RECORDING.connection_id}/{RECORDING.started_ms - 1:013d}-00000000.bin")
    assert available_input(bucket, ended(SPOKEN), TRANSCODE) is None


def test_a_typed_wish_and_a_damaged_recording_have_no_chunks(bucket: Bucket) -> None:
    put(bucket, CHUNK)
    typed = {name: part for name, part in SPOKEN.items() if name != "recording"}
    assert available_input(bucket, ended(typed), TRANSCODE) is None
    assert available_input(bucket, ended(typed | {"recording": {"started_ms": 0}}), TRANSCODE) is None


def test_an_artifact_that_was_never_made_names_the_state_that_failed() -> None:
    failed = ended(SPOKEN, status="FAILED", at="Moderate", error="UnknownProvider")
    assert why_unavailable(failed, at("Render")).startswith("the picture was never made: b43a459b9474-")
    assert why_unavailable(failed, at("Render")).endswith("ended at Moderate before")
    assert why_unavailable(ended({}), TRANSCODE).endswith("ended before")


def test_a_voice_went_at_the_good_end_and_after_a_failure_by_the_lifecycle() -> None:
    good, failed = ended(SPOKEN | {"speech": SPEECH}), ended(SPOKEN | {"speech": SPEECH}, status="FAILED", at="Render")
    assert why_unavailable(good, TRANSCODE) == "the recorded sound is gone: deleted on success, 2026-11-21 11:40 UTC"
    assert "after the failure, 2026-11-21 11:40 UTC, it was kept for VoiceDays" in why_unavailable(
        failed, at("Transcribe")
    )


def test_a_sticker_went_by_its_own_lifecycle() -> None:
    assert "StickerDays" in why_unavailable(ended(SPOKEN | {"sticker": STICKER}), at("Deliver"))
