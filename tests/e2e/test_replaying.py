"""`stikadoo replay` as an operator runs it, while a device waits on a real WebSocket."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from device.opus_encoder import packets
from infra.local_aws import LocalAws
from infra.local_stack import Stack, session
from operations.executions.execution import Execution
from operations.executions.listing import executions
from operations.executions.period import moment
from operations.replay.target import newest_session
from operations.stage import Stage, find_stage
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from tests.e2e.conftest import SPEECH, Direct
from tests.eventually import eventually
from tests.workflow.configured import misconfigured

pytestmark = pytest.mark.stack


@pytest.fixture
def deployed(aws: LocalAws, stack: Stack) -> Stage:
    return find_stage("local", session(aws), aws.endpoint)


async def replay(*words: str, says: str = "") -> Result:
    runner = CliRunner(env={"COLUMNS": "300"})
    ran = await asyncio.to_thread(runner.invoke, app, ["replay", *words], input=says)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.output
    return ran


def broken(deployed: Stage, device_id: str) -> list[Execution]:
    return list(executions(deployed, since=moment("10m"), device_id=device_id, broken=True))


def unheard(deployed: Stage, device_id: str) -> list[Execution]:
    return list(executions(deployed, since=moment("10m"), device_id=device_id, outcome="nothing_heard"))


def files(folder: Path) -> set[str]:
    """Names, at any depth."""
    return {file.name for file in folder.rglob("*") if file.is_file()}


async def a_failure(stack: Stack, deployed: Stage, device: Any) -> Execution:
    """The device says a dragon, and hears that it went wrong."""
    with misconfigured(stack, "moderate", moderator="nobody"):
        failed = await told_of_failure(deployed, device, "dragon.wav")
    assert failed.error == "UnknownProvider"
    return failed


async def told_of_failure(deployed: Stage, device: Any, wav: str) -> Execution:
    said = await device.say(packets(SPEECH / wav), real_time=False)
    assert (said.alert is None, said.sticker) == (False, None)
    (failed,) = await asyncio.to_thread(eventually, lambda: broken(deployed, device.device_id))
    return failed


async def test_once_it_is_mended_all_that_failed_is_printed_and_linked_both_ways(
    stack: Stack, deployed: Stage, direct: Direct
) -> None:
    bucket = Bucket(stack.outputs.bucket, client("s3"))
    all_mine = ("--failed", "--since", "10m", "--device", "02:00:00:00:03:01", "--rate", "5")
    async with direct(device_id="02:00:00:00:03:01") as device:
        failed = await a_failure(stack, deployed, device)
        ran = await replay(*all_mine, says="n\n")
        assert (ran.exit_code, failed.recording_id in ran.output, "Replay 1 of local?" in ran.output) == (1, True, True)
        assert list(bucket.keys(failed.folder.replays)) == [], "no is no"

        ran = await replay(*all_mine, "--yes")
        assert ran.exit_code == 0, ran.output
        assert "from Announce, to 02:00:00:00:03:01, connected as" in ran.output
        sticker = await device.sticker()
    (link,) = bucket.keys(failed.folder.replays)
    told = json.loads(bucket.read(link))
    assert (told["replay"], told["replay_of"]) == (sticker.image.sticker_id, failed.recording_id)
    again = json.loads(
        deployed.machine.describe(failed.arn.replace(failed.recording_id, sticker.image.sticker_id))["output"]
    )
    assert (again["replay_of"], again["outcome"]) == (failed.recording_id, "delivered")
    printed = f"recordings/{sticker.image.sticker_id}/printed.json"
    assert json.loads(await asyncio.to_thread(eventually, lambda: bucket.find(printed)))["state"] == "done"

    ran = await replay(*all_mine, "--yes")
    assert f"left alone: replayed as {sticker.image.sticker_id}: delivered" in ran.output
    assert (ran.exit_code, "Nothing was started" in ran.output) == (0, True)


async def test_a_replay_that_fails_again_says_so_and_may_be_tried_once_more(
    stack: Stack, deployed: Stage, direct: Direct, tmp_path: Path
) -> None:
    all_mine = ("--failed", "--since", "10m", "--device", "02:00:00:00:03:02", "--yes")
    async with direct(device_id="02:00:00:00:03:02") as device:
        first = await a_failure(stack, deployed, device)
    with misconfigured(stack, "moderate", moderator="nobody"):
        ran = await replay(*all_mine)
        assert (ran.exit_code, "failed UnknownProvider" in ran.output) == (1, True), ran.output
    assert len(broken(deployed, "02:00:00:00:03:02")) == 2
    ran = await replay(*all_mine, "--error", "CorruptAudio")
    assert "Nothing was started" in ran.output
    ran = await replay(*all_mine, "--error", "UnknownProvider", "--to", str(tmp_path))
    assert (ran.exit_code, "undelivered" in ran.output) == (0, True), ran.output
    assert "sticker.escpos" in files(tmp_path)
    assert len(list(Bucket(stack.outputs.bucket, client("s3")).keys(first.folder.replays))) == 2, "once for the family"


async def test_one_is_replayed_into_a_folder_and_shown(
    stack: Stack, deployed: Stage, direct: Direct, tmp_path: Path
) -> None:
    async with direct(device_id="02:00:00:00:03:03") as device:
        failed = await a_failure(stack, deployed, device)
        ran = await replay(failed.recording_id, "--to", str(tmp_path), "--dry-run")
        assert (ran.exit_code, "Nothing was started" in ran.output) == (0, True), ran.output
        said = json.loads(ran.output[ran.output.index("{") : ran.output.rindex("}") + 1])
        assert (said["replay_of"], said["device"]["connection_id"]) == (failed.recording_id, "")
        assert list(Bucket(stack.outputs.bucket, client("s3")).keys(failed.folder.replays)) == []

        ran = await replay(failed.arn, "--to", str(tmp_path), "--from", "Transcode", "--engine", "imagine=openmoji")
        assert ran.exit_code == 0, ran.output
    assert "StickerKept" in ran.output
    assert all(f" {state} " in ran.output for state in ("Transcode", "Imagine", "Render"))
    assert any("\u2800" < dots <= "\u28ff" for dots in ran.output), "the sticker, in braille"
    assert files(tmp_path) == {"sticker.png", "sticker.escpos", "preview.png"}


async def test_where_nobody_is_connected_the_sticker_is_kept_and_how_to_fetch_it_is_told(
    stack: Stack, deployed: Stage, direct: Direct, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with direct(device_id="02:00:00:00:03:04") as device:
        failed = await a_failure(stack, deployed, device)
    await asyncio.to_thread(eventually, lambda: newest_session(deployed.registry, device.device_id) is None)
    ran = await replay(failed.recording_id)
    assert (ran.exit_code, "is not connected, its sticker will be kept" in ran.output) == (0, True), ran.output
    command = next(line for line in ran.output.splitlines() if "--from Deliver --to" in line).split("stikadoo replay ")[
        1
    ]
    ran = await replay(*command.split())
    assert ran.exit_code == 0, ran.output
    assert "sticker.escpos" in files(tmp_path)


async def test_a_failed_recording_cannot_be_redriven_here_and_the_command_says_what_can_be_done(
    stack: Stack, deployed: Stage, direct: Direct
) -> None:
    async with direct(device_id="02:00:00:00:03:05") as device:
        failed = await a_failure(stack, deployed, device)
    ran = await replay(failed.recording_id, "--redrive")
    assert (ran.exit_code, "leave out --redrive" in ran.output) == (1, True), ran.output
    assert "continued in place" not in ran.output


async def test_a_silent_recording_leaves_nothing_to_replay_and_the_command_says_why(
    deployed: Stage, direct: Direct
) -> None:
    async with direct(device_id="02:00:00:00:03:06") as device:
        said = await device.say(packets(SPEECH / "silence.wav"), real_time=False)
        assert said.alert
    (ended,) = await asyncio.to_thread(eventually, lambda: unheard(deployed, device.device_id))
    ran = await replay(ended.recording_id)
    assert (ran.exit_code, "the recorded sound is gone: deleted on success" in ran.output) == (1, True), ran.output


async def test_a_replay_may_find_that_there_is_nothing_to_print(stack: Stack, deployed: Stage, direct: Direct) -> None:
    async with direct(device_id="02:00:00:00:03:07") as device:
        with misconfigured(stack, "transcode", max_seconds="long"):
            failed = await told_of_failure(deployed, device, "silence.wav")
        started = await replay(failed.recording_id, "--no-wait")
        assert (started.exit_code, "NothingToPrint" in started.output) == (0, False), "nobody waited"
        ran = await replay(failed.recording_id)
    assert (ran.exit_code, "nothing to print: nothing_heard" in ran.output) == (2, True), ran.output


async def test_what_cannot_be_said_together_is_told(stack: Stack) -> None:
    for words, sentence in (
        ((), "say which recording"),
        (("latest", "--failed"), "say which recording"),
        (("latest", "--from", "Dance"), "say Transcode, Transcribe"),
        (("latest", "--from", "Moderate"), "say Announce"),
        (("latest", "--device", "b4:3a:45:9b:94:74", "--yes"), "--device, --yes: only with --failed"),
        (("latest", "--to", "./x", "--no-wait"), "exclude each other"),
        (("latest", "--engine", "paint=openmoji"), "say transcribe=NAME"),
        (("latest", "--engine", "imagine=a,,b"), "NAME,NAME"),
        (("nobody-knows-it",), "no execution of nobody-knows-it"),
        (("--failed", "--since", "soon"), "--since soon"),
    ):
        ran = await replay(*words)
        assert (ran.exit_code, sentence in ran.output) == (1, True), ran.output
