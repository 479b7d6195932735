"""Failed executions are replayed once a family, at a pace, unless one of the family has ended well."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from operations.executions.listing import EVER
from operations.replay.failures import Failure, Pace, failures
from operations.replay.links import ReplayLink, write_link
from operations.replay.plan import Wanted
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from tests.documents import DEVICE
from tests.unit.operations.machine import Machine
from tests.unit.operations.replay.executions import CHUNK, FOLDER, RENDERED, SPOKEN, WISH


def starts(rate: float, takes: list[float]) -> list[float]:
    """When each begins, of work that takes so many seconds."""
    clock = [100.0]

    def pause(seconds: float) -> None:
        clock[0] += seconds

    pace, begun = Pace(rate, now=lambda: clock[0], pause=pause), []
    for seconds in takes:
        pace.keep()
        begun.append(clock[0] - 100)
        clock[0] += seconds
    return begun


def test_quick_ones_are_held_back() -> None:
    assert starts(2, [0, 0.1, 0, 0]) == pytest.approx([0, 0.5, 1.0, 1.5])


def test_after_a_slow_one_nothing_is_made_up_for() -> None:
    assert starts(2, [3, 0, 0]) == pytest.approx([0, 3, 3.5])


def found(deployed: Stage, **chosen: Any) -> list[Failure]:
    return list(failures(deployed, Wanted(), since=EVER, **chosen))


def fail(made: Machine, device_key: str = "b43a459b9474", **document: Any) -> str:
    own = {name: part for name, part in SPOKEN.items() if name != "recording_id"}
    return made.run(device_key, **{**own, "outcome": "failed", **document})


def link(bucket: Bucket, original: str, replay: str) -> None:
    write_link(
        bucket,
        ReplayLink(
            replay=replay,
            replay_of=original,
            again=original,
            who="arn:aws:iam::000000000000:root",
            at=datetime.now(UTC),
            begins="Transcode",
            seed=7,
            to="",
        ),
    )


def test_a_failure_is_planned_from_its_stored_artifacts(made: Machine, deployed: Stage, bucket: Bucket) -> None:
    bucket.put(CHUNK, b"x")
    name = fail(made)
    (failure,) = found(deployed)
    assert failure.planned
    assert (failure.execution.recording_id, failure.planned.entry.state) == (name, "Transcode")
    assert failure.planned.document.replay_of == name


def test_what_cannot_be_replayed_says_why(made: Machine, deployed: Stage) -> None:
    fail(made)
    (failure,) = found(deployed)
    assert failure.planned is None
    assert "cannot be run again: the recorded sound is gone" in failure.why_not


def test_good_ends_other_devices_and_other_errors_are_left_out(made: Machine, deployed: Stage) -> None:
    made.run("b43a459b9474")
    mine, other = fail(made), fail(made, "020000000002")
    assert [one.execution.recording_id for one in found(deployed)] == [other, mine]
    assert [one.execution.recording_id for one in found(deployed, device_id="b4:3a:45:9b:94:74")] == [mine]
    assert len(found(deployed, error="ProviderUnavailable")) == 2
    assert found(deployed, error="CorruptAudio") == []


def test_of_a_family_only_the_latest_failure_counts(made: Machine, deployed: Stage) -> None:
    first = fail(made)
    latest = fail(made, replay_of=first)
    assert [one.execution.recording_id for one in found(deployed)] == [latest]


def test_a_family_with_a_good_end_or_a_running_replay_is_left_alone(
    made: Machine, deployed: Stage, bucket: Bucket
) -> None:
    bucket.put(CHUNK, b"x")
    first = fail(made)
    link(bucket, first, "deleted-long-ago")
    link(bucket, first, fail(made, replay_of=first))
    assert found(deployed)[0].planned, "neither a failed replay nor one that is not known any more is a good end"
    running = made.begin("b43a459b9474", wait=60, replay_of=first)
    link(bucket, first, running)
    assert [(one.planned, one.why_not) for one in found(deployed)] == [(None, f"replayed as {running}: running")]
    made.stop(running)
    delivered = made.run("b43a459b9474", replay_of=first)
    link(bucket, first, delivered)
    assert f"replayed as {delivered}: delivered" in [one.why_not for one in found(deployed)]


@pytest.fixture
def kept(made: Machine, deployed: Stage, bucket: Bucket) -> str:
    """A failure's replay whose device was not connected: its sticker is stored, and so is all that came before."""
    for key in (CHUNK, FOLDER.packets, RENDERED["sticker"]["key"], RENDERED["sticker"]["preview_key"]):
        bucket.put(key, b"x")
    first = fail(made)
    own = {name: part for name, part in RENDERED.items() if name != "recording_id"}
    replay = made.run("b43a459b9474", **{**own, "outcome": "undelivered", "replay_of": first})
    link(bucket, first, replay)
    return replay


def test_a_kept_sticker_waits_for_its_device(deployed: Stage, kept: str) -> None:
    (waiting,) = found(deployed)
    assert waiting.planned is None
    assert waiting.why_not == f"its sticker is kept, as {kept}, until b4:3a:45:9b:94:74 is connected"


def test_once_the_device_is_connected_its_kept_sticker_is_delivered(
    deployed: Stage, kept: str, connect: Callable[..., str]
) -> None:
    connect(DEVICE.device_id, 1)
    (failure,) = found(deployed)
    assert failure.planned, failure.why_not
    assert (failure.planned.entry.state, failure.planned.original.recording_id) == ("Deliver", kept)


def test_a_kept_sticker_goes_into_a_folder_at_once(deployed: Stage, kept: str, tmp_path: Path) -> None:
    (failure,) = failures(deployed, Wanted(to=str(tmp_path)), since=EVER)
    assert failure.planned
    assert (failure.planned.entry.state, failure.planned.original.recording_id) == ("Deliver", kept)


def test_another_engine_makes_the_sticker_anew(deployed: Stage, kept: str) -> None:
    (failure,) = failures(deployed, Wanted(engines={"imagine": "openmoji"}), since=EVER)
    assert failure.planned
    assert (failure.planned.entry.state, failure.planned.original.recording_id != kept) == ("Transcode", True)


def test_a_delivered_sticker_is_not_printed_twice(made: Machine, deployed: Stage, bucket: Bucket) -> None:
    """Only a state after Deliver failed."""
    bucket.put(CHUNK, b"x")
    name = made.begin("b43a459b9474", wait=60, wish=WISH)
    made.stop(name)
    assert [one.why_not for one in found(deployed)] == ["its sticker was delivered; only what came after failed"]
