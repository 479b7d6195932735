"""An inspection reads history, folder, chunks and log of a real AWS, and says what it may not read."""

import json
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from infra.local_aws import REGION, LocalAws
from infra.local_stack import session
from operations.inspect.inspection import Inspection, inspect
from operations.inspect.log_lines import log_lines
from operations.inspect.missing import reasons
from operations.inspect.redaction import StoredWords
from operations.stage import Stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.execution import Recording
from stikadoo.keys import ChunkKey, RecordingFolder
from tests.documents import DEVICE
from tests.eventually import eventually


@pytest.fixture
def deployed(aws: LocalAws, bucket: Bucket) -> Stage:
    """A stage whose machine waits as long as its input says."""
    name = f"unit-{uuid.uuid4().hex}"
    role = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    waits = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "SecondsPath": "$.seconds", "End": True}}}
    machine = client("stepfunctions").create_state_machine(name=name, definition=json.dumps(waits), roleArn=role)
    arn = machine["stateMachineArn"]
    return Stage(name, session(aws), aws.endpoint, bucket.name, "sessions", "spending", arn, None)


def begun(deployed: Stage, seconds: float = 0, **more: Any) -> str:
    """A recording of which an execution was started."""
    recording = f"b43a459b9474-20261121-114000-{uuid.uuid4().hex[:8]}"
    document = {"recording_id": recording, "device": DEVICE.model_dump(mode="json"), "seconds": seconds, **more}
    deployed.machine.start_input(recording, json.dumps(document))
    return recording


def ended(deployed: Stage, recording: str) -> Inspection:
    eventually(lambda: inspect(deployed, recording).execution.status == "SUCCEEDED")
    return inspect(deployed, recording, whole=True)


def test_the_latest_is_found_with_its_files_and_replays(deployed: Stage, bucket: Bucket) -> None:
    begun(deployed)
    recording = begun(deployed)
    folder = RecordingFolder(recording)
    bucket.put(folder.transcript, b'{"text": "a cat"}')
    bucket.put(folder.speech, b"wav")
    bucket.put(f"{folder}replays/b43a459b9474-2.json", b"{}")
    seen = ended(deployed, "latest")
    assert seen.execution.recording_id == recording
    assert (seen.facts("transcript.json", StoredWords), seen.body("speech.wav")) == (StoredWords(text="a cat"), b"wav")
    assert seen.replays == ("b43a459b9474-2",)
    assert [run.name for run in seen.execution.state_runs] == ["Wait"]


def test_a_brief_look_leaves_the_voice_unread_but_knows_that_it_is_there(deployed: Stage, bucket: Bucket) -> None:
    recording = begun(deployed, speech={"key": "x"})
    bucket.put(RecordingFolder(recording).speech, b"wav")
    seen = inspect(deployed, recording)
    assert seen.body("speech.wav") is None
    assert "speech.wav" not in reasons(seen)


def test_a_running_execution_is_shown_as_far_as_it_got(deployed: Stage) -> None:
    seen = inspect(deployed, begun(deployed, seconds=30))
    assert seen.execution.is_running
    assert seen.execution.outcome == ""
    assert reasons(seen)["sticker.png"] == "not made yet"


def test_a_deleted_folder_is_no_error(deployed: Stage) -> None:
    seen = ended(deployed, begun(deployed, sticker={"key": "recordings/x/sticker.bin"}))
    assert seen.files == {}
    assert "StickerDays" in reasons(seen)["sticker.png"]


def test_what_a_replay_took_from_its_original_is_read_there(deployed: Stage, bucket: Bucket) -> None:
    bucket.put("recordings/first/picture.png", b"first's")
    picture = {"status": "ready", "engine": "openmoji", "key": "recordings/first/picture.png"}
    seen = ended(deployed, begun(deployed, picture=picture, replay_of="first"))
    assert seen.body("picture.png") == b"first's"


def test_chunks_of_the_recording_are_read_and_those_before_and_after_are_not(deployed: Stage, bucket: Bucket) -> None:
    connection = uuid.uuid4().hex
    for arrived in (999, 1000, 6999, 9000):
        bucket.put(str(ChunkKey(connection, arrived, seq=0)), str(arrived).encode())
    recording = Recording(connection_id=connection, started_ms=1000, stopped_ms=3000).model_dump(mode="json")
    seen = ended(deployed, begun(deployed, recording=recording))
    assert [chunk.body for chunk in seen.chunks] == [b"1000", b"6999"]


@pytest.mark.parametrize("which", ["nothing", "arn:aws:states:us-east-1:000000000000:execution:nowhere:nothing"])
def test_what_was_never_recorded_is_not_found(deployed: Stage, which: str) -> None:
    with pytest.raises(ValueError, match="Step Functions deletes executions 90 days after they end"):
        inspect(deployed, which)


@pytest.fixture
def narrow(deployed: Stage) -> Iterator[Stage]:
    """The same stage, with credentials that may read neither objects nor logs."""
    iam, name = client("iam"), f"narrow-{uuid.uuid4().hex}"
    allowed = ["states:*", "s3:ListBucket"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": allowed, "Resource": "*"}]}
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="narrow", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    who = boto3.Session(
        aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"], region_name=REGION
    )
    yield Stage(deployed.name, who, deployed.endpoint, deployed.bucket_name, "", "", deployed.state_machine_arn, None)
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=name, PolicyName="narrow")
    iam.delete_user(UserName=name)


def test_who_may_not_read_words_or_logs_sees_the_rest(deployed: Stage, narrow: Stage, bucket: Bucket) -> None:
    recording = begun(deployed)
    bucket.put(RecordingFolder(recording).transcript, b"{}")
    seen = inspect(narrow, recording)
    assert reasons(seen)["transcript.json"] == "your role may not read it"
    assert (seen.lines, seen.unlogged) == ([], "your role may not read them")


def test_lines_of_the_recording_come_in_order_from_every_function(deployed: Stage) -> None:
    now = int(time.time() * 1000)
    said = {
        "transcode": [(now + 200, '{"level":"INFO","message":"transcode","recording_id":"r1","added":{"lost":2}}')],
        "listen": [
            (now, '{"level":"INFO","message":"listen","recording_id":"r1","Recordings":[1.0],"_aws":{}}'),
            (now + 100, "no JSON, and r1 all the same\n"),
            (now + 150, '{"level":"INFO","message":"listen","recording_id":"r2"}'),
        ],
    }
    said["audio"] = [(now, "r1, where nobody looks: this log is long and names no recordings")]
    for function, events in said.items():
        group = {"logGroupName": f"/aws/lambda/stikadoo-{deployed.name}-{function}"}
        client("logs").create_log_group(**group)
        client("logs").create_log_stream(**group, logStreamName="s")
        client("logs").put_log_events(
            **group, logStreamName="s", logEvents=[{"timestamp": at, "message": text} for at, text in events]
        )
    since = datetime.fromtimestamp(now / 1000, UTC)
    lines = log_lines(deployed.logs, "r1", since, since + timedelta(seconds=1))
    assert [(line.function, line.message, line.own_facts) for line in lines] == [
        ("listen", "listen", {}),
        ("listen", "no JSON, and r1 all the same", {}),
        ("transcode", "transcode", {"added": {"lost": 2}}),
    ]
    assert log_lines(deployed.logs, "r1", since + timedelta(minutes=1), since + timedelta(minutes=2)) == []
