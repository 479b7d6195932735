"""`stikadoo executions`, `tail` and `stats` see what devices and engines really did, and say no word of a child's."""

import asyncio
import os
import pty
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from device.opus_encoder import packets
from infra.local_stack import Stack
from operations.executions.execution import Execution, await_end
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine
from stikadoo.execution import Device, ExecutionDocument
from stikadoo.settings import variable
from tests.connections import Connections
from tests.e2e.conftest import SPEECH, Direct
from tests.workflow.configured import configured
from tests.workflow.conftest import Case

pytestmark = pytest.mark.stack

STIKADOO = str(Path(__file__).resolve().parents[2] / ".venv" / "bin" / "stikadoo")
CHILD = "02:00:00:00:00:e5"
SECRET_WISH = "a unicorn eating pizza"


def stikadoo(*words: str) -> str:
    """What the command prints when nobody's terminal is there."""
    ran = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def listed(*words: str) -> dict[str, dict[str, str]]:
    """Rows by recording, as a pipe gets them."""
    names, *lines = (line.split("\t") for line in stikadoo("executions", *words).splitlines())
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    return {row["recording"]: row for row in rows}


@pytest.fixture
def case(stack: Stack, connections: Connections) -> Case:
    made = Case(stack, connections, device_id=CHILD)
    made.name = f"0200000000e5-{made.name}"
    return made


@pytest.fixture
def absent(stack: Stack) -> Iterator[None]:
    """A company's engine that cannot be reached."""
    key = f"/stikadoo/{stack.outputs.stage}/dashscope-key"
    client("ssm").put_parameter(Name=key, Type="SecureString", Value="sk-none", Overwrite=True)
    nowhere = {variable("dashscope_url"): "http://127.0.0.1:9", variable("dashscope_key_parameter"): key}
    with configured(stack, "imagine", nowhere):
        yield


def run(case: Case, *, illustrators: str) -> Execution:
    return case.run(case.type(SECRET_WISH) | {"engines": {"imagine": illustrators}})


async def test_a_sticker_s_row_says_who_heard_and_drew_and_that_the_words_are_forgotten(
    direct: Direct, stack: Stack
) -> None:
    async with direct(device_id=CHILD) as device:
        said = await device.say(packets(SPEECH / "dragon.wav"), real_time=False)
    assert said.sticker
    recording_id = said.sticker.image.sticker_id
    machine = Machine(stack.outputs.state_machine_arn, client("stepfunctions"))
    await asyncio.to_thread(await_end, machine, machine.execution_arn(recording_id))
    row = (await asyncio.to_thread(listed, "--device", CHILD))[recording_id]
    assert (row["outcome"], row["engines"], row["wish"]) == ("delivered", "whisper, openmoji", "forgotten")
    assert row["device"] == CHILD
    assert 0 < float(row["seconds"]) < 60


def test_a_failure_is_found_with_its_state_and_its_words_until_they_go(case: Case) -> None:
    run(case, illustrators="nobody")
    row = listed("--failed", "--device", CHILD)[case.name]
    assert (row["outcome"], row["wish"]) == ("UnknownProvider@Imagine", f"“{SECRET_WISH}”")
    assert case.name in listed("--outcome", "failed")
    assert "unicorn" not in stikadoo("executions", "--no-words", "--device", CHILD)
    assert case.name in stikadoo("executions", "--ids", "--failed").splitlines()
    assert case.name not in stikadoo("executions", "--ids", "--outcome", "delivered").splitlines()
    case.bucket.delete(case.folder.voice)
    assert listed("--device", CHILD)[case.name]["wish"] == "forgotten"


def test_an_engine_that_stayed_away_is_named_and_so_is_a_replay_s_original(
    absent: None, case: Case, stack: Stack
) -> None:
    wish = case.type(SECRET_WISH) | {"engines": {"imagine": "dashscope,openmoji"}, "replay_of": "another-recording"}
    assert case.run(wish).end_state == "StickerDelivered"
    row = listed("--device", CHILD)[case.name]
    assert row["engines"] == "typed, openmoji (dashscope unavailable)"
    assert row["replay of"] == "another-recording"
    assert re.search(r"dashscope +│ ProviderUnavailable +│ +[1-9]", stikadoo("stats", "--device", CHILD))


def test_nothing_found_is_no_failure(stack: Stack) -> None:
    ran = CliRunner().invoke(app, ["executions", "--outcome", "spend_limit_reached", "--since", "2h"])
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "local: no execution spend_limit_reached since 2h ago." in ran.stderr


@pytest.mark.parametrize("command", ["executions", "stats"])
def test_a_device_that_the_stage_does_not_know_is_a_failure(command: str, stack: Stack) -> None:
    ran = CliRunner(env={"COLUMNS": "200"}).invoke(app, [command, "--device", "0200000000ff", "--since", "2h"])
    assert (ran.exit_code, "local knows no device 02:00:00:00:00:ff" in ran.output) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["executions", "--since", "yesterday"], "say 30m, 2h or 1d"),
        (["executions", "--outcome", "deliverd"], "there are: delivered, undelivered"),
        (["executions", "--failed", "--outcome", "delivered"], "they exclude each other"),
        (["executions", "--stage", "nowhere"], "there is no stage nowhere"),
        (["stats", "--since", "2"], "say 30m, 2h or 1d"),
        (["tail", "--stage", "nowhere"], "there is no stage nowhere"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(stack: Stack, words: list[str], said: str) -> None:
    ran = CliRunner().invoke(app, words, env={"COLUMNS": "300"})
    assert ran.exit_code == 1
    assert said in ran.stdout


async def test_stats_time_every_state_count_packets_and_draw_and_say_no_word(direct: Direct, tmp_path: Path) -> None:
    async with direct(device_id=CHILD) as device:
        assert (await device.say(packets(SPEECH / "unicorn-pizza.wav"), real_time=False)).sticker
    told = await asyncio.to_thread(stikadoo, "stats", "--device", CHILD, "--plots", str(tmp_path))
    for state in ("Transcode", "Transcribe", "Announce", "Moderate", "Imagine", "Render", "Deliver", "Forget"):
        assert re.search(rf"{state} +│ +[1-9]", told), state
    assert re.search(r"packets: 0 of [1-9]\d* lost \(0\.00%\)", told)
    assert re.search(r"listen stop → delivered │ +[1-9]", told)
    assert "unicorn" not in told
    assert {"outcomes.png", "states.png", "waiting.png"} <= set(os.listdir(tmp_path))  # noqa: PTH208 # in a coroutine


def test_a_sample_is_called_one(case: Case, stack: Stack, connections: Connections) -> None:
    for name in ("0200000000e5-first", "0200000000e5-second"):
        other = Case(stack, connections, name=f"{name}-{case.name[-8:]}", device_id=CHILD)
        other.run(other.type("a cat"))
    assert re.search(r"a sample of 1 of \d+ executions", stikadoo("stats", "--device", CHILD, "--sample", "1"))


async def test_tail_tells_each_begin_and_end_once_and_no_word(stack: Stack, case: Case) -> None:
    tail = await asyncio.create_subprocess_exec(
        *(STIKADOO, "tail", "--device", CHILD, "--every", "0.5"),
        *("--count", "1", "--seconds", "60"),
        env={**os.environ, "COLUMNS": "40"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert tail.stderr
    while b"from now on" not in (line := await tail.stderr.readline()):
        assert b"waiting for it" in line, "the stage does not know the device yet"
    await asyncio.to_thread(run, case, illustrators="nobody")
    told = (await tail.communicate())[0].decode()
    began, ended = told.splitlines()
    assert re.fullmatch(rf"\d\d:\d\d:\d\d  {case.name}  began", began)
    assert re.fullmatch(rf"\d\d:\d\d:\d\d  {case.name}  UnknownProvider@Imagine  [\d.]+ s  typed, nobody failed", ended)
    assert tail.returncode == 0


def test_a_watch_redraws_until_ctrl_c(case: Case) -> None:
    keyboard, terminal = pty.openpty()
    watch = subprocess.Popen(
        [STIKADOO, "executions", "--watch", "--device", CHILD],
        env={**os.environ, "COLUMNS": "100"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    read_until(keyboard, "\n")
    case.run(case.type("a cat"))
    read_until(keyboard, case.name)
    watch.send_signal(signal.SIGINT)
    assert watch.wait(10) == 0
    os.close(keyboard)


def read_until(terminal: int, words: str) -> None:
    """Raises OSError if the terminal is closed before."""
    seen = ""
    while words not in seen:
        seen += os.read(terminal, 65536).decode(errors="replace")


async def test_ctrl_c_ends_a_tail_without_a_word(stack: Stack) -> None:
    tail = await asyncio.create_subprocess_exec(STIKADOO, "tail", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert tail.stderr
    await tail.stderr.readline()
    tail.send_signal(signal.SIGINT)
    assert await tail.communicate() == (b"", b"")
    assert tail.returncode == 0


def test_a_kept_sticker_is_undelivered(case: Case) -> None:
    nobody = Device(device_id=CHILD, session_id="none", connection_id="", endpoint=case.connections.endpoint)
    document = ExecutionDocument(recording_id=case.name, device=nobody).model_dump(mode="json", exclude_none=True)
    assert case.run(case.type("a cat") | document).end_state == "StickerKept"
    assert listed("--outcome", "undelivered", "--device", CHILD)[case.name]["outcome"] == "undelivered"
