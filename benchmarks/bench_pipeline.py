"""The whole path on the local stack, warm: what a child waits, what of it is ours, and that nothing gets lost."""

import asyncio
import statistics

from benchmarks.table import Row
from cli.terminal.narrator import SAMPLE
from device.exchange import Said
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
        return asyncio.run(_measured(stack))


async def _measured(stack: Stack) -> list[Row]:
    spoken = packets(SAMPLE)
    seconds = len(spoken) * FRAME_MS / 1000
    async with bridge(BridgeOptions(upstream=stack.outputs.device_url, port=0)) as running:
        async with VirtualDevice(running.url, mode="binary") as device:
            await device.say(spoken)  # every Lambda starts cold
            talks = [await device.say(spoken) for _ in range(TIMES)]
        waited = statistics.median(_until_image(said) for said in talks)
        ours = statistics.median(_until_image(said) - _engines(stack, said) for said in talks)
        many = await asyncio.gather(*(_one(running.url, number, spoken) for number in range(DEVICES)))
    missing = sum(len(spoken) - _arrived(stack, said) for said in many)
    return [
        Row(
            "listen stop → image, warm",
            f"{waited:.2f} s",
            f"the wish: {seconds:.2f} s",
            waited / seconds,
            "at most 4 s",
            waited <= 4,
        ),
        Row(
            "of it, all but speech engine and illustrator",
            f"{ours:.2f} s",
            f"all of it: {waited:.2f} s",
            ours / waited,
            "under 1 s",
            ours < 1,
        ),
        Row(
            f"packets lost, {DEVICES} devices at once",
            f"{missing}",
            f"sent: {DEVICES * len(spoken)}",
            missing / (DEVICES * len(spoken)),
            "0",
            missing == 0,
        ),
    ]


async def _one(url: str, number: int, spoken: list[bytes]) -> Said:
    async with VirtualDevice(url, mode="binary", device_id=f"02:00:00:00:02:{number:02x}") as device:
        return await device.say(spoken)


def _until_image(said: Said) -> float:
    return next(at for at, message in said.events if message.type == "image")


def _engines(stack: Stack, said: Said) -> float:
    machine = Machine(stack.outputs.state_machine_arn, client("stepfunctions"))
    done = await_end(machine, machine.execution_arn(_recording_id(said)))
    return sum(stage.seconds for stage in done.state_runs if stage.name in ENGINES)


def _arrived(stack: Stack, said: Said) -> int:
    facts = Bucket(stack.outputs.bucket, client("s3")).read_facts(
        f"recordings/{_recording_id(said)}/audio.json", Speech
    )
    return facts.packets - facts.lost


def _recording_id(said: Said) -> str:
    if said.sticker is None:
        raise RuntimeError(f"no sticker: {said.alert}")
    return said.sticker.image.sticker_id
