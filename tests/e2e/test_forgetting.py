"""`stikadoo forget`, run by somebody who has the rights of docs/security.md and no others."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.opus_encoder import packets
from infra.local_stack import Stack
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.keys import device_key
from tests.e2e.conftest import SPEECH, Direct
from tests.eventually import eventually
from tests.workflow.configured import misconfigured

pytestmark = pytest.mark.stack

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
(POLICY,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
CHILD, FRIEND = "02:00:00:00:00:f0", "02:00:00:00:00:f1"


@pytest.fixture
def forgetter(stack: Stack) -> Iterator[dict[str, str]]:
    """The environment of a user who may what the page says."""
    iam = client("iam")
    iam.create_user(UserName="forgetter")
    iam.put_user_policy(UserName="forgetter", PolicyName="page", PolicyDocument=POLICY)
    key = iam.create_access_key(UserName="forgetter")["AccessKey"]
    yield stack.aws.environ | {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    iam.delete_access_key(UserName="forgetter", AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName="forgetter", PolicyName="page")
    iam.delete_user(UserName="forgetter")


async def forget(environ: dict[str, str], *words: str, says: str = "") -> tuple[int, str]:
    """Exit code and all that was printed."""
    ran = await asyncio.to_thread(
        subprocess.run,
        [ROOT / ".venv" / "bin" / "stikadoo", "forget", *words],
        input=says,
        env={**os.environ, **environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, ran.stdout + ran.stderr


def counted(told: str) -> dict[str, tuple[int, int]]:
    """The table's rows: deleted and left."""
    rows = re.findall(r"│ ([a-z ,]+?) +│ (\d+) +│ (\d+) +│", told)
    return {kind: (int(deleted), int(left)) for kind, deleted, left in rows}


def things(stack: Stack, device_id: str) -> dict[str, int]:
    """What there is of a device, looked for by other ways than the command's: everything is read."""
    keys = Bucket(stack.outputs.bucket, client("s3")).keys("")
    sessions = items(stack.outputs.table)
    mine = [session for session in sessions if session["device_id"]["S"] == device_id]
    counters = items(f"stikadoo-spending-{stack.outputs.stage}")
    return {
        "objects": sum(f"/{device_key(device_id)}-" in key for key in keys),
        "sessions": len(mine),
        "counters": sum(device_id in item["counter"]["S"] for item in counters),
    }


def items(table: str) -> list[dict[str, dict[str, str]]]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


def machine_is_idle(stack: Stack) -> bool:
    arn = stack.outputs.state_machine_arn
    return not client("stepfunctions").list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]


def chunks_of(stack: Stack, device_id: str) -> list[str]:
    sessions = [session for session in items(stack.outputs.table) if session["device_id"]["S"] == device_id]
    bucket = Bucket(stack.outputs.bucket, client("s3"))
    return [key for session in sessions for key in bucket.keys(f"chunks/{session['connection_id']['S']}/")]


async def test_nothing_of_a_device_is_left_and_a_friend_s_sticker_is(
    stack: Stack, direct: Direct, forgetter: dict[str, str]
) -> None:
    async with direct(device_id=FRIEND) as device:
        assert (await device.wish("a dragon")).sticker
    async with direct(device_id=CHILD) as device:
        assert (await device.wish("a cat")).sticker
        with misconfigured(stack, "moderate", moderator="nobody"):
            said = await device.say(packets(SPEECH / "dragon.wav"), real_time=False)
            assert said.alert, "a failed recording"
            eventually(lambda: machine_is_idle(stack))
        before, friend, chunks = things(stack, CHILD), things(stack, FRIEND), chunks_of(stack, CHILD)
        assert before["objects"] > 5
        assert before["sessions"] == before["counters"] == 1
        assert chunks, "it leaves its voice behind"

        code, told = await forget(forgetter, "--device", CHILD, "--dry-run")
        assert code == 0, told
        assert all(
            name in told for name in (*chunks, "packets.bin", "transcript.json", "sticker.png", f"device#{CHILD}")
        )
        assert things(stack, CHILD) == before

        code, told = await forget(forgetter, "--device", CHILD, says="n\n")
        assert (code, things(stack, CHILD)) == (1, before), "it asks, and no is no"

        code, told = await forget(forgetter, "--device", device_key(CHILD), "--stage", "local", "--yes")
        assert code == 0, told
        with pytest.raises(ConnectionError):
            await device.wish("a dog")

    assert {deleted for deleted, _ in counted(told).values()} >= {1, len(chunks)}
    assert [left for _, left in counted(told).values()] == [0] * 6
    assert "90 days" in told
    assert things(stack, CHILD) == {"objects": 0, "sessions": 0, "counters": 0}
    bucket = Bucket(stack.outputs.bucket, client("s3"))
    assert [key for chunk in chunks for key in bucket.keys(chunk)] == []
    assert things(stack, FRIEND) == friend


async def test_a_line_that_is_still_sending_is_hung_up(stack: Stack, direct: Direct, forgetter: dict[str, str]) -> None:
    async with direct(device_id=CHILD) as device:
        await device.speak(packets(SPEECH / "dragon.wav"), real_time=False, sends_stop=False)
        eventually(lambda: chunks_of(stack, CHILD))
        code, told = await forget(forgetter, "--device", CHILD, "--yes")
        assert code == 0, told
        with pytest.raises(ConnectionError):
            await device.answer()
    assert counted(told)["audio chunks"][0] > 0
    assert things(stack, CHILD) == {"objects": 0, "sessions": 0, "counters": 0}


async def test_a_stage_that_is_not_there_and_a_device_without_a_name_are_told(forgetter: dict[str, str]) -> None:
    code, told = await forget(forgetter, "--device", CHILD, "--stage", "nowhere", "--yes")
    assert (code, "there is no stage nowhere" in told) == (1, True)
    code, told = await forget(forgetter, "--device", "020000009999", "--yes")
    assert (code, "local knows no device 02:00:00:00:99:99" in told) == (1, True)
    code, told = await forget(forgetter, "--device", "", "--yes")
    assert (code, "which device?" in told) == (1, True)


def test_the_page_s_policy_reads_no_object() -> None:
    actions = [action for one in json.loads(POLICY)["Statement"] for action in [one["Action"]]]
    assert "s3:GetObject" not in json.dumps(actions)
    assert not any("*" in json.dumps(action) for action in actions)
