"""The whole pipeline on the local stack, warm: latency, our share of it, and packet loss."""

import asyncio
import statistics

from benchmarks.table import Row
from cli.wish import SAMPLE
from device.exchange import Result
from device.opus_encoder import FRAME_MS, packets
from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from infra.local_aws import reach
from infra.local_stack import Stack, local_stack
from operations.executions.execution import await_end
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine
from stikadoo.execution import Speech

TIMES = 7
DEVICES = 10
ENGINES = {"Transcribe", "Imagine"}


def rows() -> list[Row]:
    with local_stack() as stack:
        reach(stack.environ)
        return asyncio.run(_measure(stack))


async def _measure(stack: Stack) -> list[Row]:
    speech = packets(SAMPLE)
    seconds = len(speech) * FRAME_MS / 1000
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, port=0)) as running:
        async with VirtualDevice(running.url, mode="binary") as device:
            await device.say(speech)  # warms up every Lambda
            results = [await device.say(speech) for _ in range(TIMES)]
        latency = statistics.median(_until_image(result) for result in results)
        ours = statistics.median(_until_image(result) - _engines(stack, result) for result in results)
        concurrent = await asyncio.gather(*(_one(running.url, number, speech) for number in range(DEVICES)))
    missing = sum(len(speech) - _arrived(stack, result) for result in concurrent)
    return [
        Row(
            "listen stop → image, warm",
            f"{latency:.2f} s",
            f"the wish: {seconds:.2f} s",
            latency / seconds,
            "at most 4 s",
            latency <= 4,
        ),
        Row(
            "of it, all but speech engine and illustrator",
            f"{ours:.2f} s",
            f"all of it: {latency:.2f} s",
            ours / latency,
            "under 1 s",
            ours < 1,
        ),
        Row(
            f"packets lost, {DEVICES} devices at once",
            f"{missing}",
            f"sent: {DEVICES * len(speech)}",
            missing / (DEVICES * len(speech)),
            "0",
            missing == 0,
        ),
    ]


async def _one(url: str, number: int, speech: list[bytes]) -> Result:
    async with VirtualDevice(url, mode="binary", device_id=f"02:00:00:00:02:{number:02x}") as device:
        return await device.say(speech)


def _until_image(result: Result) -> float:
    return next(at for at, message in result.events if message.type == "image")


def _engines(stack: Stack, result: Result) -> float:
    machine = Machine(stack.outputs.state_machine_arn, client("stepfunctions"))
    execution = await_end(machine, machine.execution_arn(_recording_id(result)))
    return sum(run.seconds for run in execution.state_runs if run.name in ENGINES)


def _arrived(stack: Stack, result: Result) -> int:
    facts = Bucket(stack.outputs.bucket, client("s3")).read_facts(
        f"recordings/{_recording_id(result)}/audio.json", Speech
    )
    return facts.packets - facts.lost


def _recording_id(result: Result) -> str:
    if result.sticker is None:
        raise RuntimeError(f"no sticker: {result.alert}")
    return result.sticker.image.sticker_id
