"""The bridge as a process: it serves, and shuts down on a signal."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from tests.unit.edge.conftest import Upstream


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_closes_devices_and_ends_the_process(upstream: Upstream, signal_number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "edge", "--upstream", upstream.url, "--port", "0"), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    async with asyncio.timeout(20):
        listening = json.loads(await process.stderr.readline())
        device = await connect(listening["url"], additional_headers={"Device-Id": "d"})
        process.send_signal(signal_number)
        await device.wait_closed()
        assert (device.close_code, await process.wait()) == (1001, 0)
        lines = [json.loads(line) for line in (await process.stderr.read()).splitlines()]
    assert [(line["message"], line["device_id"]) for line in lines] == [("connection", "d")]


async def test_a_recording_in_progress_ends_before_the_process(upstream: Upstream) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "edge", "--upstream", upstream.url, "--port", "0"), stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    async with asyncio.timeout(20):
        listening = json.loads(await process.stderr.readline())
        device = await connect(listening["url"])
        line = await upstream.next_connection()
        await device.send('{"type":"listen","state":"start","session_id":""}')
        await line.wait_for(1)
        process.send_signal(signal.SIGTERM)
        await device.send('{"type":"listen","state":"stop","session_id":""}')
        await line.wait_for_stop()
        await line.connection.send('{"type":"tts","session_id":"","state":"stop"}')
        assert json.loads(await device.recv())["type"] == "tts"
        await device.wait_closed()
        assert (device.close_code, await process.wait()) == (1001, 0)
