"""The drill: an engine breaks at night, and an operator has the sticker printed before breakfast."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from cli.main import app
from device.opus_encoder import packets
from infra.local_stack import Stack
from stikadoo.aws.clients import client
from stikadoo.settings import variable
from tests.e2e.conftest import SPEECH, Direct
from tests.eventually import eventually
from tests.providers.dashscope import KEY, DashScopeDouble, dashscope_api
from tests.workflow.configured import configured

pytestmark = pytest.mark.stack

DEVICE = "02:00:00:00:04:01"


@contextmanager
def illustrated_by(stack: Stack, names: str) -> Iterator[None]:
    """The stage's parameter Illustrator, as the machine is told it."""
    states, machine = client("stepfunctions"), stack.outputs.state_machine_arn
    before = states.describe_state_machine(stateMachineArn=machine)["definition"]
    assert "'imagine': 'openmoji'" in before
    now = before.replace("'imagine': 'openmoji'", f"'imagine': '{names}'")
    states.update_state_machine(stateMachineArn=machine, definition=now)
    try:
        yield
    finally:
        states.update_state_machine(stateMachineArn=machine, definition=before)


@pytest.fixture
def company(stack: Stack) -> Iterator[DashScopeDouble]:
    """A stage whose pictures a company draws."""
    name = f"/stikadoo/{stack.outputs.stage}/dashscope-key"
    client("ssm").put_parameter(Name=name, Type="SecureString", Value=KEY, Overwrite=True)
    with dashscope_api() as api, illustrated_by(stack, "dashscope"):
        told = {
            variable("dashscope_url"): api.url,
            variable("dashscope_key_parameter"): name,
            variable("picture_hosts"): "127.0.0.1",
        }
        with configured(stack, "imagine", told):
            yield api


async def operator(*words: str) -> str:
    """What the command prints."""
    ran = await asyncio.to_thread(CliRunner(env={"COLUMNS": "250"}).invoke, app, list(words))
    assert ran.exit_code == 0, ran.output
    return str(ran.output)


async def test_a_sticker_that_failed_at_night_is_found_understood_and_printed(
    company: DashScopeDouble, stack: Stack, direct: Direct
) -> None:
    company.answers = "unavailable"
    async with direct(device_id=DEVICE) as device:
        said = await device.say(packets(SPEECH / "dragon.wav"), real_time=False)
        assert said.alert is not None
        assert (said.sticker, said.alert.status) == (None, "Busy"), "the child was told"

        mine = ("--device", DEVICE, "--since", "10m")
        (failed,) = await asyncio.to_thread(eventually, lambda: failures(stack))
        listed = await operator("executions", "--failed", *mine)
        assert failed in listed
        assert "ProviderUnavailable@Imagine" in listed
        seen = await operator("inspect", failed)
        assert "dashscope: ServiceUnavailable" in seen, "the cause"

        company.answers = "success"
        await operator("replay", "--failed", *mine, "--yes")
        sticker = await device.sticker()
    replay = sticker.image.sticker_id
    assert replay in await operator("inspect", failed), "the failed one knows its replay"
    again = await operator("inspect", replay)
    assert failed in again, "and the replay its original"
    assert "delivered" in again
    assert "dashscope" in again, "who drew"


def failures(stack: Stack) -> list[str]:
    found = client("stepfunctions").list_executions(
        stateMachineArn=stack.outputs.state_machine_arn, statusFilter="FAILED"
    )["executions"]
    mine = [one for one in found if one["name"].startswith("020000000401-")]
    for one in mine:
        said = client("stepfunctions").describe_execution(executionArn=one["executionArn"])
        assert "engines" not in json.loads(said["input"]), "the stage's parameter says who draws"
    return [one["name"] for one in mine]
