"""`stikadoo smoke` on the local stack: two stickers, or in words what is missing."""

import asyncio

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from infra.local_stack import Stack
from tests.workflow.configured import misconfigured

pytestmark = pytest.mark.stack


async def smoke(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner(env={"COLUMNS": "250"}).invoke, app, ["smoke", *words])


async def test_both_wishes_become_stickers(stack: Stack) -> None:
    ran = await smoke("--stage", stack.outputs.stage)
    assert ran.exit_code == 0, ran.output
    assert ran.output.count("✔") == 2


async def test_a_stage_without_a_speech_engine_is_told_how_to_get_one(stack: Stack) -> None:
    with misconfigured(stack, "transcribe", whisper_weights=""):
        ran = await smoke()
    assert ran.exit_code == 1
    assert "✔ a typed wish became a sticker" in ran.output
    assert "✘ a spoken wish: MissingSettings in Transcribe" in ran.output
    assert "There is no speech engine" in ran.output


async def test_an_endpoint_that_nobody_serves_is_named(stack: Stack) -> None:
    ran = await smoke("--url", "ws://127.0.0.1:9/dev")
    assert ran.exit_code == 1
    assert ran.output.count("The endpoint is wrong, or this machine cannot reach it.") == 2


async def test_a_stage_that_is_not_there_is_named(stack: Stack) -> None:
    ran = await smoke("--stage", "nowhere")
    assert (ran.exit_code, "there is no stage nowhere" in ran.output) == (1, True)
