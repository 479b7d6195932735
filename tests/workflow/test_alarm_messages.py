"""A failed execution sends the alarms' topic a message that says what to do."""

import json
import re
import uuid
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from infra.cloudformation import outputs
from stikadoo.aws.clients import client
from tests.workflow.configured import misconfigured
from tests.workflow.conftest import Case


@pytest.fixture
def mailbox(case: Case) -> str:
    """A queue subscribed to the topic."""
    sqs = client("sqs")
    queue: str = sqs.create_queue(QueueName=f"told-{uuid.uuid4().hex}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    may_send = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = {"Version": "2012-10-17", "Statement": [may_send | {"Resource": arn}]}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    topic = outputs(client("cloudformation"), f"stikadoo-{case.stack.outputs.stage}-pipeline")["AlarmTopicArn"]
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return queue


def read(mailbox: str) -> str:
    received = client("sqs").receive_message(QueueUrl=mailbox, WaitTimeSeconds=10)["Messages"]
    return str(json.loads(received[0]["Body"])["Message"])


def test_an_operator_reads_which_recording_failed_why_and_where_to_look(case: Case, mailbox: str) -> None:
    broken: dict[str, Any] = {"recording_id": case.name}
    done = case.run(broken)
    assert done.status == "FAILED"
    message = read(mailbox)
    assert f"Recording {case.name} failed: FAILED {done.error} (stage local, us-east-1)." in message
    assert f"get-execution-history --region us-east-1 --reverse-order --execution-arn {case.arn}" in message


def test_what_the_message_says_to_run_prints_the_sticker_after_all(case: Case, mailbox: str) -> None:
    with misconfigured(case.stack, "moderate", moderator="nobody"):
        assert case.run(case.speak("dragon.wav")).error == "UnknownProvider"
    message = read(mailbox)
    inspect, replay = re.findall(r"stikadoo (inspect .+|replay .+)$", message.replace('"', ""), re.MULTILINE)
    seen = CliRunner().invoke(app, inspect.split())
    assert "unknown moderator" in " ".join(seen.output.split())
    again = CliRunner().invoke(app, [*replay.split(), "--engine", "imagine=openmoji"])
    assert again.exit_code == 0, again.output
    assert "StickerKept" in again.output, "this device has no session, so nobody takes it"
