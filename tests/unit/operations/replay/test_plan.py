"""A replay's input holds the original's artifacts up to where it begins, and the operator's options."""

from pathlib import Path
from typing import Any

import pytest

from operations.executions.execution import Execution
from operations.replay.entry_points import ENTRY_POINTS, TRANSCODE, EntryPoint, named
from operations.replay.plan import Plan, Wanted, plan
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Printer
from stikadoo.keys import device_key
from tests.documents import DEVICE
from tests.unit.operations.replay.executions import (
    CHUNK,
    FOLDER,
    RECORDING_ID,
    RENDERED,
    SPOKEN,
    STICKER,
    ended,
)

ALL = (FOLDER.packets, FOLDER.speech, FOLDER.transcript, FOLDER.wish, FOLDER.picture)


@pytest.fixture
def stored(bucket: Bucket) -> Bucket:
    """Everything that RENDERED names is there."""
    for key in (*ALL, FOLDER.sticker_in("escpos"), FOLDER.preview):
        bucket.put(key, b"x")
    return bucket


def wanted(begin: str | None = None, **options: Any) -> Wanted:
    return Wanted(named(begin) if begin else None, **options)


def fields(planned: Plan) -> set[str]:
    """Of the input, besides what every input has."""
    return set(planned.document.raw) - {"recording_id", "device", "seed", "replay_of"}


FAILED = ended(RENDERED, status="FAILED", at="Deliver", error="TypeError")


@pytest.mark.parametrize("entry", ENTRY_POINTS, ids=lambda entry: entry.state)
def test_from_each_state_the_input_holds_the_fields_before_it(
    entry: EntryPoint, deployed: Stage, stored: Bucket
) -> None:
    planned = plan(deployed, FAILED, Wanted(begin=entry))
    before = {one.field for one in ENTRY_POINTS[1 : ENTRY_POINTS.index(entry) + 1]}
    assert fields(planned) == (before or {"packets_key"})
    assert all(planned.document.raw[name] == RENDERED[name] for name in before)
    assert (planned.entry, planned.why) == (entry, "as chosen")


def test_a_replay_is_named_after_the_first_recording_and_goes_back_to_it(deployed: Stage, stored: Bucket) -> None:
    planned = plan(deployed, FAILED, Wanted())
    assert planned.recording_id.startswith(f"{RECORDING_ID}-r")
    assert (planned.document.replay_of, planned.document.seed) == (RECORDING_ID, 7)
    again = ended(RENDERED | {"recording_id": planned.recording_id, "replay_of": RECORDING_ID})
    twice = plan(deployed, again, wanted("Deliver"))
    assert (twice.document.replay_of, twice.recording_id.count("-r")) == (RECORDING_ID, 1)


def test_without_options_it_begins_where_it_failed(deployed: Stage, stored: Bucket) -> None:
    failed = ended(SPOKEN | {"speech": RENDERED["speech"], "transcription": RENDERED["transcription"]}, status="FAILED")
    assert plan(deployed, at_state(failed, "Moderate"), Wanted()).entry.state == "Announce"
    assert plan(deployed, FAILED, Wanted()).why == "where it failed (Deliver); --from Transcode makes all anew"


def at_state(execution: Execution, state: str) -> Execution:
    return ended(execution.document.raw, status=execution.status, at=state)


def test_if_that_input_is_gone_it_begins_at_the_earliest_that_is_left(deployed: Stage, stored: Bucket) -> None:
    stored.delete([FOLDER.preview])
    assert plan(deployed, FAILED, Wanted()).entry is TRANSCODE
    stored.delete([FOLDER.packets, FOLDER.speech])
    planned = plan(deployed, FAILED, Wanted())
    assert (planned.entry.state, planned.why) == ("Announce", "the earliest whose input still exists")


def test_a_kept_sticker_begins_at_its_delivery_though_everything_is_stored(deployed: Stage, stored: Bucket) -> None:
    kept = ended(RENDERED | {"outcome": "undelivered"})
    planned = plan(deployed, kept, Wanted())
    assert (planned.entry.state, planned.why) == ("Deliver", "its sticker was kept; --from names an earlier state")
    assert plan(deployed, kept, wanted(seed=3)).entry.state == "Imagine", "the options are used"
    stored.delete([FOLDER.preview])
    assert plan(deployed, kept, Wanted()).entry is TRANSCODE


def test_a_kept_sticker_is_rendered_again_for_another_printer(deployed: Stage, stored: Bucket) -> None:
    zpl = DEVICE.model_copy(update={"printer": Printer(model="zpl-4x6")}).model_dump(mode="json")
    kept = ended(RENDERED | {"outcome": "undelivered", "device": zpl})
    assert plan(deployed, kept, Wanted()).entry.state == "Render"


@pytest.mark.parametrize(("state", "instead"), [("Moderate", "Announce"), ("CheckPicture", "Imagine")])
def test_a_state_that_no_input_leads_to_is_refused_with_the_one_that_does(state: str, instead: str) -> None:
    with pytest.raises(ValueError, match=f"no replay can begin at {state}: say {instead}"):
        named(state)
    with pytest.raises(ValueError, match="say Transcode, Transcribe, Announce, Imagine, Render, Deliver"):
        named("Dance")


def test_chunks_are_enough_to_begin_anew(deployed: Stage, bucket: Bucket) -> None:
    bucket.put(CHUNK, b"x")
    planned = plan(deployed, ended(SPOKEN, status="FAILED", at="Transcode"), Wanted())
    assert (planned.entry, planned.document.raw["recording"]) == (TRANSCODE, SPOKEN["recording"])


def test_engines_and_a_seed_begin_where_they_matter(deployed: Stage, stored: Bucket) -> None:
    planned = plan(deployed, ended(RENDERED), wanted(engines={"imagine": "openmoji"}, seed=0))
    assert (planned.entry.state, planned.document.seed) == ("Imagine", 0)
    assert planned.document.raw["engines"] == {"imagine": "openmoji"}, "the other kind stays the stage's"
    with pytest.raises(ValueError, match="say --from Imagine"):
        plan(deployed, ended(RENDERED), wanted("Render", seed=1))


def test_the_chosen_state_is_refused_with_the_reason(deployed: Stage) -> None:
    with pytest.raises(ValueError, match="cannot begin at Deliver: the sticker is gone"):
        plan(deployed, FAILED, wanted("Deliver"))
    with pytest.raises(ValueError, match=r"cannot be run again: .*VoiceDays.*; the picture is gone"):
        plan(deployed, FAILED, Wanted())


def test_neither_a_running_execution_nor_one_without_a_device_is_replayed(deployed: Stage) -> None:
    with pytest.raises(ValueError, match="is still running: wait for its end"):
        plan(deployed, ended(RENDERED, status="RUNNING"), Wanted())
    with pytest.raises(ValueError, match="its input names no device"):
        plan(deployed, ended({"recording_id": RECORDING_ID}), Wanted())


def test_a_sticker_goes_only_to_a_printer_of_its_language_and_width(deployed: Stage, stored: Bucket) -> None:
    zpl = DEVICE.model_copy(update={"printer": Printer(model="zpl-4x6")}).model_dump(mode="json")
    with pytest.raises(ValueError, match=r"the sticker is 384 dots of escpos, and .* say --from Render"):
        plan(deployed, ended(RENDERED | {"device": zpl}), wanted("Deliver"))


@pytest.mark.parametrize(("decodes", "is_kept"), [((), False), (("zlib",), True)])
def test_an_encoded_sticker_is_taken_over_if_the_device_can_decode_it(
    decodes: tuple[str, ...], is_kept: bool, deployed: Stage, stored: Bucket
) -> None:
    encoded = {"key": "k", "encoding": "zlib", "bytes": 5, "sha256": "0" * 64}
    device = DEVICE.model_copy(update={"image_encodings": decodes}).model_dump(mode="json")
    original = ended(RENDERED | {"device": device, "sticker": STICKER | {"encoded": encoded}})
    assert ("encoded" in plan(deployed, original, wanted("Deliver")).document.raw["sticker"]) is is_kept


def test_to_a_folder_no_device_gets_a_message(deployed: Stage, stored: Bucket, tmp_path: Path) -> None:
    planned = plan(deployed, FAILED, wanted(to=str(tmp_path)))
    assert (planned.target.folder, planned.document.raw["device"]["connection_id"]) == (tmp_path, "")
    assert planned.folder.recording_id.startswith(device_key(DEVICE.device_id))
