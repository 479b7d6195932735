"""Recordings are run again through the real machine: from every state, into a folder of their own, and linked."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from infra.local_aws import LocalAws
from infra.local_stack import Stack, session
from operations.executions.execution import Execution, await_end, with_failed_state
from operations.executions.listing import find
from operations.replay.download import download_sticker
from operations.replay.entry_points import ENTRY_POINTS, entry_point_for
from operations.replay.links import links
from operations.replay.plan import Plan, Wanted, plan
from operations.replay.start import start
from operations.stage import Stage, find_stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.execution import Printer
from stikadoo.keys import chunk_folder
from stikadoo.session import Session, session_id_of
from tests.connections import Connections
from tests.workflow.configured import misconfigured
from tests.workflow.conftest import Case

pytestmark = pytest.mark.stack

STATES = [entry.state for entry in ENTRY_POINTS]


@pytest.fixture
def deployed(aws: LocalAws, stack: Stack, connections: Connections) -> Stage:
    """The deployed stage, whose devices are at the other end of the double's connections."""
    return replace(find_stage("local", session(aws), aws.endpoint), api_endpoint=connections.endpoint)


@dataclass
class Replayed:
    plan: Plan
    ended: Execution
    state_runs: list[str]


Replay = Callable[..., Replayed]


@pytest.fixture
def replay(deployed: Stage) -> Replay:
    def again(which: str, **wanted: Any) -> Replayed:
        state = wanted.pop("begin", None)
        chosen = Wanted(begin=state and entry_point_for(state), **wanted)
        original = with_failed_state(deployed.machine, find(deployed, which))
        planned = plan(deployed, original, chosen)
        ended = await_end(deployed.machine, start(deployed, planned))
        return Replayed(planned, ended, [run.name for run in ended.state_runs])

    return again


def connected(case: Case, connection: str, **said: Any) -> str:
    """The case's device opens another connection, after all it had before."""
    registry = Registry(case.stack.outputs.table, client("dynamodb"))
    newer = Session(
        session_id=session_id_of(connection),
        connection_id=connection,
        device_id=case.device_id,
        connected_ms=said.pop("connected_ms", 1_795_000_000_000),
        expires_at=4_000_000_000,
        **said,
    )
    registry.open(newer)
    registry.greet(newer, newer.connected_ms)
    return connection


def hashes(bucket: Bucket, *folders: str) -> dict[str, str]:
    keys = [key for folder in folders for key in bucket.keys(folder)]
    return {key: hashlib.sha256(bucket.read(key)).hexdigest() for key in keys}


def failed(case: Case, verb: str = "render", **wrong: str) -> dict[str, str]:
    """The case's recording fails there; all it leaves behind, by hash."""
    with misconfigured(case.stack, verb, **(wrong or {"dither": "nobody's"})):
        assert case.run(case.speak("dragon.wav")).status == "FAILED"
    return hashes(case.bucket, str(case.folder), chunk_folder(case.name))


@pytest.fixture
def case(stack: Stack, connections: Connections, request: pytest.FixtureRequest) -> Case:
    """A device of its own: its newest session must be this test's."""
    number = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:4]
    return Case(stack, connections, device_id=f"02:00:00:01:{number[:2]}:{number[2:]}")


def test_a_failed_recording_goes_on_where_it_failed_and_the_device_gets_its_sticker(
    case: Case, replay: Replay, deployed: Stage
) -> None:
    before = failed(case)
    now = connected(case, f"{case.name}-now")
    again = replay(case.name)
    assert (again.plan.entry.state, again.ended.outcome) == ("Render", "delivered")
    assert again.state_runs == ["Render", "Deliver", "Forget"]
    assert "image" in case.connections.types(now), "at its new connection"
    assert case.heard().count("image") == 0
    (link,) = links(deployed.bucket, case.name)
    assert (link.replay, link.replay_of, link.begins) == (again.ended.recording_id, case.name, "Render")
    assert (link.to, link.who.startswith("arn:")) == (case.device_id, True)
    assert again.ended.document.replay_of == case.name
    after = hashes(case.bucket, str(case.folder), chunk_folder(case.name))
    assert {key: after.get(key) for key in before} == before
    assert set(after) - set(before) == {case.folder.replay(link.replay)}


@pytest.mark.parametrize("state", STATES)
def test_from_any_state_nothing_of_the_original_changes(state: str, case: Case, replay: Replay) -> None:
    failed(case, "deliver", url_seconds="soon")
    before = hashes(case.bucket, str(case.folder), chunk_folder(case.name))
    now = connected(case, f"{case.name}-now")
    again = replay(case.name, begin=state)
    assert (again.ended.status, again.ended.outcome, again.state_runs[0]) == ("SUCCEEDED", "delivered", state)
    after = hashes(case.bucket, str(case.folder), chunk_folder(case.name))
    assert {key: after.get(key) for key in before} == before
    assert [key for key in after if key not in before] == [case.folder.replay(again.ended.recording_id)]
    assert "image" in case.connections.types(now)
    assert again.ended.document.delivery
    assert again.ended.document.delivery.waited_seconds is None
    facts = json.loads(case.bucket.read(again.plan.folder.sticker))
    assert facts["device_id"] == case.device_id, "so that its «printed» is believed"
    assert [case.bucket.find(key) for key in again.plan.folder.voice] == [None] * len(again.plan.folder.voice)


def test_an_execution_that_a_person_named_is_its_recording_s(case: Case, replay: Replay, deployed: Stage) -> None:
    """As the message to operators tells them to start it by hand."""
    document = case.speak("dragon.wav")
    with misconfigured(case.stack, "render", dither="nobody's"):
        arn = deployed.machine.start_input(f"{case.name}-again", json.dumps(document))
        assert await_end(deployed.machine, arn).is_broken
    again = replay(f"{case.name}-again", begin="Transcode")
    assert again.ended.document.replay_of == case.name
    assert again.plan.document.packets_key == case.folder.packets


def test_a_replay_of_a_replay_names_the_first_recording(case: Case, replay: Replay, deployed: Stage) -> None:
    failed(case)
    once = replay(case.name)
    assert once.ended.outcome == "undelivered", "nobody is connected: the sticker is kept"
    twice = replay(once.ended.recording_id, begin="Deliver")
    assert twice.ended.document.replay_of == case.name
    assert twice.ended.recording_id.count("-r") == 1
    assert {link.replay: link.again for link in links(deployed.bucket, case.name)} == {
        once.ended.recording_id: case.name,
        twice.ended.recording_id: once.ended.recording_id,
    }


def test_another_device_gets_it_in_its_own_printer_s_language(case: Case, replay: Replay) -> None:
    failed(case)
    other = Case(case.stack, case.connections, device_id=f"02:00:00:02:{case.device_id[-5:]}")
    there = connected(other, f"{other.name}-there", printer=Printer(model="zpl-4x6"))
    again = replay(case.name, to=other.device_id)
    assert again.ended.outcome == "delivered"
    assert case.connections.types(there)[0] == "image"
    assert again.ended.document.full_sticker().format == "zpl"
    assert again.ended.recording_id.startswith(case.name)


def test_a_sticker_is_sent_only_to_a_printer_that_understands_it(case: Case, replay: Replay) -> None:
    failed(case, "deliver", url_seconds="soon")
    other = Case(case.stack, case.connections, device_id=f"02:00:00:02:{case.device_id[-5:]}")
    connected(other, f"{other.name}-there", printer=Printer(model="zpl-4x6"))
    with pytest.raises(ValueError, match=r"the sticker is 384 dots of escpos.*say --from Render"):
        replay(case.name, begin="Deliver", to=other.device_id)
    assert replay(case.name, to=str(Path.cwd())).plan.entry.state == "Deliver", "where it failed"


def test_to_a_folder_nobody_is_told(case: Case, replay: Replay, deployed: Stage, tmp_path: Path) -> None:
    failed(case)
    now = connected(case, f"{case.name}-now")
    again = replay(case.name, to=str(tmp_path))
    assert again.ended.outcome == "undelivered"
    assert case.connections.types(now) == []
    files = download_sticker(deployed.bucket, again.ended, tmp_path / "new")
    assert [file.name for file in files] == ["sticker.png", "sticker.escpos", "preview.png"]
    assert files[1].read_bytes() == case.bucket.read(again.plan.folder.sticker_in("escpos"))


def test_another_engine_and_seed_are_asked_from_where_they_matter(case: Case, replay: Replay) -> None:
    failed(case)
    again = replay(case.name, engines={"imagine": "openmoji"}, seed=7)
    assert again.plan.entry.state == "Imagine"
    assert again.ended.document.raw["engines"] == {"transcribe": "whisper", "imagine": "openmoji"}
    assert again.ended.document.seed == 7
    with pytest.raises(ValueError, match="say --from Imagine"):
        replay(case.name, begin="Render", seed=7)


def test_what_was_forgotten_is_refused_with_when_and_why(case: Case, replay: Replay) -> None:
    assert case.run(case.speak("dragon.wav")).outcome == "delivered"
    with pytest.raises(ValueError, match=r"the recorded sound is gone: deleted on success, \d{4}-.* UTC"):
        replay(case.name, begin="Transcode")
    assert replay(case.name).plan.entry.state == "Render", "the picture stays"


def test_what_was_never_made_is_refused(case: Case, replay: Replay) -> None:
    failed(case, "moderate", moderator="nobody")
    with pytest.raises(ValueError, match=r"the picture was never made: .* ended at Moderate before"):
        replay(case.name, begin="Render")
    assert replay(case.name).state_runs[:2] == ["Announce", "Moderate"]


def test_chunks_serve_where_packets_were_never_stored(case: Case, replay: Replay) -> None:
    with misconfigured(case.stack, "transcode", max_seconds="long"):
        assert case.run(case.speak("dragon.wav")).status == "FAILED"
    chunks = hashes(case.bucket, chunk_folder(case.name))
    assert chunks
    assert case.stored("packets.bin") is None
    again = replay(case.name)
    assert (again.state_runs[0], again.ended.status) == ("Transcode", "SUCCEEDED")
    assert hashes(case.bucket, chunk_folder(case.name)) == chunks


def test_a_lost_voice_is_told_as_the_lifecycle_would_take_it(case: Case, replay: Replay) -> None:
    failed(case, "moderate", moderator="nobody")
    case.bucket.delete([*case.folder.voice, *case.bucket.keys(chunk_folder(case.name))])
    with pytest.raises(ValueError, match=r"cannot be run again: .* kept for VoiceDays"):
        replay(case.name)


def test_what_amazon_transcribe_hears_again_lies_in_the_replay_s_folder(case: Case, replay: Replay) -> None:
    before = failed(case)
    again = replay(case.name, begin="Transcribe", engines={"transcribe": "transcribe-batch"})
    assert again.ended.status == "SUCCEEDED"
    job = client("transcribe").get_transcription_job(TranscriptionJobName=again.ended.recording_id)
    assert again.plan.folder.speech_ogg in job["TranscriptionJob"]["Media"]["MediaFileUri"]
    after = hashes(case.bucket, str(case.folder))
    assert {key: after[key] for key in before if key in after} == {k: v for k, v in before.items() if k in after}
