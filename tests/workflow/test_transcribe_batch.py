"""A wish transcribed by Amazon Transcribe. The local one takes two seconds and returns a canned transcript."""

import json

import pytest

from operations.executions.execution import await_end
from stikadoo.aws.clients import client
from stikadoo.execution import Transcript
from tests.workflow.conftest import Case

pytestmark = pytest.mark.stack

ENGINE = {"engines": {"transcribe": "transcribe-batch"}}


def test_a_job_is_looked_at_until_it_is_done(case: Case) -> None:
    done = case.run(case.speak("cat-rocket.wav") | ENGINE)
    assert (done.status, done.end_state, done.outcome) == ("SUCCEEDED", "StickerDelivered", "delivered")
    state_runs = [stage.name for stage in done.state_runs]
    assert state_runs[1:4] == ["Transcribe", "WaitForTranscript", "CheckTranscript"]
    assert [name for name in state_runs if not name.endswith("Transcript")] == [
        *("Transcode", "Transcribe", "Announce", "Moderate", "Imagine", "Render", "Deliver", "Forget")
    ]
    job = client("transcribe").get_transcription_job(TranscriptionJobName=case.name)["TranscriptionJob"]
    assert job["Media"]["MediaFileUri"] == f"s3://{case.bucket.name}/{case.folder.speech_ogg}"
    assert job["LanguageCode"] == "en-US"


def test_its_ogg_and_its_answer_go_with_the_voice(case: Case) -> None:
    case.run(case.speak("cat-rocket.wav") | ENGINE)
    assert [case.bucket.find(key) for key in case.folder.voice] == [None] * len(case.folder.voice)


def test_a_recording_is_run_again_with_the_same_job(case: Case) -> None:
    """As an operator does after a failure, here of the illustrator: the job is complete and its output still stored."""
    document = case.speak("cat-rocket.wav")
    failed = case.run(document | {"engines": ENGINE["engines"] | {"imagine": "nobody"}})
    assert failed.status == "FAILED"
    assert json.loads(case.bucket.read(case.folder.raw_transcription))["jobName"] == case.name
    transcript = case.bucket.read_facts(case.folder.transcript, Transcript)
    assert (transcript.engine, transcript.confidence, len(transcript.alternatives)) == ("transcribe-batch", 1.0, 2)
    assert case.bucket.find(case.folder.speech_ogg)
    machine = case.stack.outputs.state_machine_arn
    client("stepfunctions").start_execution(
        stateMachineArn=machine, name=f"{case.name}-again", input=json.dumps(document | ENGINE)
    )
    assert await_end(case.machine, f"{case.arn}-again").end_state == "StickerDelivered"
