"""docs/operations.md: every command in it is run, and every alarm and every error has its section."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from device.opus_encoder import packets
from infra.local_stack import Stack
from stikadoo.aws.clients import client
from stikadoo.errors import MalformedMessage, SpeakerError, leaves
from tests.e2e.conftest import SPEECH, Direct
from tests.eventually import eventually
from tests.policies import ROOT, templates
from tests.workflow.configured import misconfigured

PAGE = (ROOT / "docs" / "operations.md").read_text()
DEVICE = "02:00:00:00:05:01"


def commands() -> list[str]:
    """Each once, in the order of the page; what forgets goes last. `stikadoo up` is test_command.py's."""
    inline = [" ".join(found.split()) for found in re.findall(r"`(stikadoo [^`]+)`", PAGE)]
    said = dict.fromkeys([*re.findall(r"^    (stikadoo .+)$", PAGE, re.MULTILINE), *inline])
    said.pop("stikadoo up")
    return sorted(said, key=lambda command: command.startswith("stikadoo forget"))


def test_the_page_names_commands() -> None:
    assert len(commands()) > 20
    verbs = {command.split()[1] for command in commands()}
    assert {"executions", "inspect", "replay", "tail", "stats", "cost", "forget"} <= verbs


def test_every_alarm_has_its_section() -> None:
    resources = {name: one["Type"] for template in templates() for name, one in template["Resources"].items()}
    alarms = [name for name, kind in resources.items() if kind == "AWS::CloudWatch::Alarm"]
    assert sorted(sections("From an alarm")) == sorted(alarms)


def test_every_error_that_fails_an_execution_has_its_section() -> None:
    """A speaker's errors end well, DeviceGone keeps the sticker, RecordingChanged leads back to Transcode, and
    MalformedMessage never reaches the machine.
    """
    ours = set(leaves()) - set(leaves(SpeakerError)) - {"DeviceGone", "RecordingChanged", MalformedMessage.__name__}
    assert set(sections("From an error's name")) == ours | {"States.Timeout", "Any other name"}


def sections(chapter: str) -> list[str]:
    return re.findall(r"^### (.+)$", PAGE.split(f"\n## {chapter}\n")[1].split("\n## ")[0], re.MULTILINE)


@pytest.mark.stack
async def test_every_command_does_what_the_page_says(stack: Stack, direct: Direct, tmp_path: Path) -> None:
    async with direct(device_id=DEVICE) as device:
        with misconfigured(stack, "moderate", moderator="nobody"):
            assert (await device.say(packets(SPEECH / "dragon.wav"), real_time=False)).alert
            recording = await asyncio.to_thread(eventually, lambda: failed(stack))
        for number, command in enumerate(commands()):
            await run(command, recording, tmp_path / str(number))


async def run(command: str, recording: str, folder: Path) -> None:
    """As a person would, yes to all questions; and a polite kill, which is as Ctrl-C, to what goes on for ever."""
    words = command.replace("RECORDING", recording).replace("DEVICE", DEVICE).replace("DIR", f"{folder}/").split()[1:]
    running = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("stikadoo"), *words, stdin=PIPE, stdout=PIPE, stderr=STDOUT
    )
    if words == ["tail"]:
        assert running.stdout
        await running.stdout.readline()
        running.send_signal(signal.SIGTERM)
    told = (await running.communicate(b"y\n"))[0].decode()
    refused = "--redrive" in command  # the local AWS has no such call: so says the page
    assert running.returncode == (1 if refused else 0), f"{command}: {told}"
    assert "leave out --redrive" in " ".join(told.split()) or not refused


def failed(stack: Stack) -> str | None:
    found = client("stepfunctions").list_executions(
        stateMachineArn=stack.outputs.state_machine_arn, statusFilter="FAILED"
    )["executions"]
    return next((one["name"] for one in found if one["name"].startswith("020000000501-")), None)
