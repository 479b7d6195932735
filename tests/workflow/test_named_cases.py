"""Named cases through the deployed state machine on the local AWS, each to its end state."""

import json

import pytest

from infra.local_stack import Stack
from operations.executions.execution import await_end
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.execution import Speech, Sticker, Transcript
from stikadoo.keys import recording_id
from stikadoo.session import session_id_of
from stikadoo.turns import Event, Kind
from tests.documents import session_of
from tests.eventually import eventually
from tests.workflow.configured import misconfigured
from tests.workflow.conftest import Case

pytestmark = pytest.mark.stack

STEPS = ["Transcode", "Transcribe", "Announce", "Moderate", "Imagine", "Render", "Deliver", "Forget"]


def test_happy_path(case: Case) -> None:
    done = case.run(case.speak("cat-rocket.wav"))
    assert (done.status, done.end_state, done.outcome) == ("SUCCEEDED", "StickerDelivered", "delivered")
    assert [stage.name for stage in done.state_runs] == STEPS
    assert case.heard() == ["stt", "llm", "tts", "tts", "image", "llm", "tts", "tts"]
    sticker = case.bucket.read_facts(case.folder.sticker, Sticker)
    assert sticker.width == 384


def test_a_delivered_sticker_leaves_no_voice_and_no_words(case: Case) -> None:
    case.run(case.speak("cat-rocket.wav"))
    assert list(case.bucket.keys(f"chunks/{case.name}/")) == []
    left = {key.rsplit("/", 1)[1] for key in case.bucket.keys(str(case.folder))}
    assert left == {
        "audio.json",
        "picture.png",
        "picture.json",
        "sticker.png",
        "sticker.escpos",
        "sticker.bin",
        "sticker.json",
        "preview.png",
        "delivery.json",
    }
    pages = client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=case.arn)
    history = json.dumps([page["events"] for page in pages], default=str).lower()
    assert "rocket" not in history


def test_nothing_heard(case: Case) -> None:
    done = case.run(case.speak("silence.wav"))
    assert (done.status, done.end_state, done.outcome) == ("SUCCEEDED", "NothingToPrint", "nothing_heard")
    assert [stage.name for stage in done.state_runs] == ["Transcode", "Apologise", "Forget"]
    assert case.heard() == ["alert", "tts"]


def test_throttled_twice(case: Case) -> None:
    case.connections.throttled[case.name] = 2 * 2  # boto3 itself tries twice
    done = case.run(case.type("a cat"))
    assert done.end_state == "StickerDelivered"
    (announce,) = [stage for stage in done.state_runs if stage.name == "Announce"]
    assert announce.failures == 2
    assert case.heard()[0] == "stt"


def test_device_gone(case: Case) -> None:
    case.connections.gone.add(case.name)
    done = case.run(case.type("a cat"))
    assert (done.status, done.end_state, done.outcome) == ("SUCCEEDED", "StickerKept", "undelivered")
    assert case.stored("sticker.escpos")
    assert case.stored("transcript.json") is None


def test_corrupt_audio(case: Case) -> None:
    noise = [bytes([0, 0, 0, 4, 0xFF, number, 0xFF, 0xFF]) for number in range(16)]
    done = case.run(case.chunks(noise))
    assert (done.status, done.end_state, done.error) == ("FAILED", "StickerFailed", "CorruptAudio")
    assert case.heard() == ["alert", "tts"]
    apology = json.loads(case.stored("apology.json") or b"{}")
    assert (apology["error"], apology["outcome"], apology["was_told"]) == ("CorruptAudio", "failed", True)


def test_a_failed_recording_can_run_again_from_its_packets_alone(case: Case, stack: Stack) -> None:
    with misconfigured(stack, "moderate", moderator="nobody"):
        failed = case.run(case.speak("dragon.wav"))
    assert failed.error == "UnknownProvider"
    assert case.stored("packets.bin")
    case.bucket.delete(list(case.bucket.keys(f"chunks/{case.name}/")))
    again = Case(stack, case.connections)
    document = again.document() | {"packets_key": case.folder.packets}
    assert again.run(document).end_state == "StickerDelivered"
    assert case.stored("packets.bin"), "a replay never touches its original"


def test_operator_error(case: Case) -> None:
    done = case.run(case.type("a cat") | {"engines": {"imagine": "nobody"}})
    assert (done.status, done.end_state, done.error) == ("FAILED", "StickerFailed", "UnknownProvider")
    (imagine,) = [stage for stage in done.state_runs if stage.name == "Imagine"]
    assert imagine.failures == 1, "an operator's error is not retried"
    cause = client("stepfunctions").describe_execution(executionArn=case.arn)["cause"]
    assert "openmoji" in cause, "the known names are listed"
    assert case.bucket.read_facts(case.folder.transcript, Transcript).text == "a cat", "kept, to be replayed"


def test_wish_cancelled(case: Case) -> None:
    done = case.run(case.type("Never mind!"))
    assert (done.end_state, done.outcome) == ("NothingToPrint", "wish_cancelled")
    assert case.heard()[-2:] == ["alert", "tts"]


def test_a_clean_up_that_fails_is_no_failed_sticker(case: Case, stack: Stack) -> None:
    with misconfigured(stack, "forget", table="nowhere"):
        done = case.run(case.type("a cat"))
    assert (done.status, done.end_state, done.outcome) == ("SUCCEEDED", "StickerDelivered", "delivered")
    assert "alert" not in case.heard()


def test_a_recording_that_ends_elsewhere_than_it_was_transcoded_to_is_transcoded_again(
    case: Case, stack: Stack
) -> None:
    """Stop 2 was handled before stop 1, which came after Transcode: the words so far are those of two recordings."""
    document = case.speak("cat-rocket.wav")
    window = document["recording"]
    registry = Registry(stack.outputs.table, client("dynamodb"))
    registry.open(session_of(case.name, case.device_id))
    for event in (
        Event(window["started_ms"], Kind.START, "manual"),
        Event(window["stopped_ms"], Kind.STOP, str(window["last_seq"])),
    ):
        registry.record(session_id_of(case.name), event)
    recording = recording_id(case.device_id, case.name, window["started_ms"])
    later = window["stopped_ms"] + 9000
    speech = Speech(key="gone", packets=1, lost=0, corrupt=0, seconds=9, peak_dbfs=-20, stopped_ms=later)
    document |= case.type("a cat and then a dog") | {
        "recording_id": recording,
        "recording": window | {"stopped_ms": later, "last_seq": 900},
        "speech": speech.model_dump(mode="json"),
    }
    case.start(document)
    done = await_end(case.machine, case.arn)
    assert done.end_state == "StickerDelivered"
    assert [run.name for run in done.state_runs] == ["Announce", *STEPS]
    assert "cat riding a rocket" in case.connections.sent(case.name)[0].text.casefold()  # type: ignore[union-attr]


def test_what_no_catch_catches_is_told_by_the_net(case: Case, stack: Stack) -> None:
    """No Catch catches an abort; the EventBridge rule calls Apologise, which notifies a device once."""
    case.connections.throttled[case.name] = 10
    case.start(case.type("a cat"))
    eventually(lambda: case.connections.throttled[case.name] < 10)
    client("stepfunctions").stop_execution(executionArn=case.arn, error="Operator", cause="enough")
    assert await_end(case.machine, case.arn).status == "ABORTED"
    case.connections.throttled[case.name] = 0
    apology = json.loads(eventually(lambda: case.stored("apology.json")))
    assert apology["outcome"] == "failed"
    assert "alert" in case.heard()
