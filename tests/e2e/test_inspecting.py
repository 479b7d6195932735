"""`stikadoo inspect`, as an operator runs it on a stage: what it shows, what it says is gone, what it exports."""

import asyncio
import io
import json
import re
import uuid
import wave
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image
from typer.testing import CliRunner

from cli.main import app
from device.opus_encoder import packets
from device.virtual_device import VirtualDevice
from infra.local_stack import Stack
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine
from stikadoo.keys import RecordingFolder, device_key
from stikadoo.settings import variable
from tests.connections import Connections
from tests.e2e.conftest import SPEECH, Direct
from tests.eventually import eventually
from tests.providers.dashscope import KEY, DashScopeDouble, dashscope_api
from tests.workflow.configured import configured, misconfigured
from tests.workflow.conftest import Case

pytestmark = pytest.mark.stack

DEVICE = "02:00:00:00:00:e0"


def inspect(*words: str, code: int = 0) -> str:
    """All that is printed."""
    ran = CliRunner().invoke(app, ["inspect", *words], env={"COLUMNS": "200"})
    assert ran.exit_code == code, ran.output
    return ran.output


def idle(stack: Stack) -> bool:
    arn = stack.outputs.state_machine_arn
    return not client("stepfunctions").list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def failed(stack: Stack) -> str:
    """A spoken wish that no moderator looked at; its recording."""
    with misconfigured(stack, "moderate", moderator="nobody"):
        asyncio.run(speak_in_vain(stack))
        eventually(lambda: idle(stack))
    found = re.match(r"\S+", inspect("latest"))
    assert found
    return found[0]


async def speak_in_vain(stack: Stack) -> None:
    async with VirtualDevice(stack.outputs.device_url, mode="direct", device_id=DEVICE) as device:
        assert (await device.say(packets(SPEECH / "dragon.wav"), real_time=False)).alert


def test_a_failure_is_named_in_a_line_with_what_was_heard_and_what_the_device_was_told(failed: str) -> None:
    told = inspect(failed)
    assert failed.startswith(f"{device_key(DEVICE)}-")
    assert "UnknownProvider: unknown moderator 'nobody'; known: guardrail, openai" in told
    assert "Traceback" not in told
    assert "stackTrace" not in told
    assert re.search(r"│ Moderate +│ +\d+\.\d\d │ +\d+\.\d\d │ █+ +│ UnknownProvider │", told)
    assert re.search(r"heard +“A green dragon\.”  \d\d% sure", told)
    assert "33 packets · 0 lost · 0 corrupt · 1.98 s" in told
    assert "5 chunks are still stored" in told
    assert "wish.json, prompt.txt never made: it ended before, with UnknownProvider" in told
    assert re.search(r"│ Apologise +│ alert, tts stop", told)
    assert re.search(r"moderate +ERROR +moderate error=\"UnknownProvider\"", told)
    assert "stackTrace" in inspect(failed, "--full")


def test_a_failed_recording_is_exported_whole_and_plays(failed: str, tmp_path: Path) -> None:
    assert "README.txt" in inspect(failed, "--export", str(tmp_path / "bundle"))
    found = files(tmp_path / "bundle")
    with av.open(io.BytesIO(found["packets.ogg"])) as ogg, wave.open(io.BytesIO(found["speech.wav"])) as wav:
        heard = sum(frame.samples / frame.sample_rate for frame in ogg.decode(audio=0))
        assert heard == pytest.approx(wav.getnframes() / wav.getframerate()) == pytest.approx(1.98)
    assert "dragon" in json.loads(found["transcript.json"])["text"]
    assert len([name for name in found if name.startswith("chunks/")]) == 5
    assert json.loads(found["execution.json"])["error"] == "UnknownProvider"
    assert json.loads(found["history.json"])[-1]["type"] == "ExecutionFailed"
    lines = [json.loads(line) for line in found["logs.jsonl"].splitlines()]
    assert {"transcode", "transcribe", "announce", "moderate", "apologise"} <= {line["function"] for line in lines}
    page = found["README.txt"].decode()
    assert all(name in page for name in set(found) - {"README.txt"})
    assert re.search(r"wish\.json +never made", page)


def test_a_redacted_export_tells_no_words_no_sound_and_not_who(stack: Stack, failed: str, tmp_path: Path) -> None:
    told = inspect(failed, "--redact", "--export", str(tmp_path / "bundle"))
    found = files(tmp_path / "bundle")
    arn = Machine(stack.outputs.state_machine_arn, client("stepfunctions")).execution_arn(failed)
    document = json.loads(client("stepfunctions").describe_execution(executionArn=arn)["input"])
    ids = [document["device"][name] for name in ("device_id", "session_id", "connection_id", "endpoint")]
    secrets = ["dragon", device_key(DEVICE), *ids]
    texts = {**{name: body.decode(errors="replace") for name, body in found.items()}, "the terminal": told}
    assert [(name, secret) for name, text in texts.items() for secret in secrets if secret in text.lower()] == []
    assert not {"packets.bin", "packets.ogg", "speech.wav", "transcript.json"} & set(found)
    assert "left out: --redact" in found["README.txt"].decode()
    assert json.loads(found["execution.json"])["error"] == "UnknownProvider", "what is wrong is still told"


def test_a_folder_with_something_in_it_is_left_alone(failed: str, tmp_path: Path) -> None:
    (tmp_path / "speech.wav").write_bytes(b"of an earlier export")
    assert "is not empty" in inspect(failed, "--redact", "--export", str(tmp_path), code=1)
    assert set(files(tmp_path)) == {"speech.wav"}


async def test_of_a_delivered_sticker_the_words_are_gone_at_a_time_and_the_rest_is_there(
    stack: Stack, direct: Direct, tmp_path: Path
) -> None:
    async with direct(device_id=DEVICE) as device:
        said = await device.say(packets(SPEECH / "dragon.wav"), real_time=False)
        assert said.sticker
        recording = said.sticker.image.sticker_id
        bucket, folder = Bucket(stack.outputs.bucket, client("s3")), RecordingFolder(recording)
        eventually(lambda: idle(stack) and bucket.find(folder.printed))
    told = inspect(recording, "--export", str(tmp_path / "bundle"))
    assert re.search(r"transcript\.json, wish\.json deleted on success, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", told)
    assert "prompt.txt      openmoji takes no prompt" in told
    assert "dragon" not in told
    types = [message.type for _, message in said.events]
    sent = re.findall(r"│ (?:Announce|Deliver) +│ (.+?) +│", told.split("to the device")[1])
    states = [getattr(message, "state", None) for _, message in said.events]
    came = [f"tts {state}" if kind == "tts" else kind for kind, state in zip(types, states, strict=True)]
    assert [one for row in sent for one in row.split(", ")] == came
    assert re.search(r"│ device +│ print done", told)
    assert all(name in told for name in ("picture.png", "sticker.png", "preview.png"))
    assert any(0x2800 < ord(letter) < 0x2900 for letter in told)
    found = files(tmp_path / "bundle")
    assert found["sticker.escpos"] == said.sticker.printer_bytes
    with Image.open(io.BytesIO(found["pictures.png"])) as sheet, Image.open(io.BytesIO(found["sticker.png"])) as one:
        assert sheet.width > one.width + 480
    bucket.delete(list(bucket.keys(str(folder))))
    assert "deleted, by the bucket's lifecycle (StickerDays after it was made)" in inspect(recording)


async def test_a_typed_wish_has_no_sound(stack: Stack, direct: Direct) -> None:
    async with direct(device_id=DEVICE) as device:
        said = await device.wish("a purple cat")
        eventually(lambda: idle(stack))
    assert said.sticker
    told = inspect(said.sticker.image.sticker_id)
    assert "packets.bin, speech.wav  a typed wish: nothing was said" in told


@pytest.fixture
def dashscope(stack: Stack) -> Iterator[DashScopeDouble]:
    name = f"/stikadoo/{stack.outputs.stage}/dashscope-key"
    client("ssm").put_parameter(Name=name, Type="SecureString", Value=KEY, Overwrite=True)
    with dashscope_api() as double:
        variables = {
            variable("dashscope_url"): double.url,
            variable("dashscope_key_parameter"): name,
            variable("picture_hosts"): "127.0.0.1",
        }
        with configured(stack, "imagine", variables):
            yield double


def test_the_prompt_that_a_company_refused_is_shown_until_the_voice_is_forgotten(
    stack: Stack, connections: Connections, dashscope: DashScopeDouble
) -> None:
    case = Case(stack, connections, name=uuid.uuid4().hex)
    dashscope.answers = "bad key"
    assert case.run(case.type("a zyzzyva") | {"engines": {"imagine": "dashscope"}}).error == "ProviderRefusedKey"
    told = inspect(case.arn)
    assert "ProviderRefusedKey: dashscope rejected our credentials" in told
    assert re.search(r"prompt +A picture for a child's .*«a zyzzyva»", told)
    assert re.search(r"wish +“a zyzzyva”", told)
    dashscope.answers = "success"
    case = Case(stack, connections, name=uuid.uuid4().hex)
    assert case.run(case.type("a zyzzyva") | {"engines": {"imagine": "dashscope"}}).end_state == "StickerDelivered"
    assert case.stored("prompt.txt") is None
    told = inspect(case.name)
    assert "transcript.json, wish.json, prompt.txt deleted on success" in told
    assert "imagine: dashscope → dashscope qwen-image-3.0, prompt 1" in told


def test_a_stage_or_a_recording_that_is_not_there_is_told_in_a_line(stack: Stack) -> None:
    assert "has no execution of nothing" in inspect("nothing", code=1)
    assert "there is no stage nowhere" in inspect("latest", "--stage", "nowhere", code=1)
