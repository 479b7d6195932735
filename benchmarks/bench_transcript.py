"""From listen stop to the transcript on the device, by the wish's duration, with warm workers and with cold ones."""

import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.table import Row
from device.exchange import Result
from device.opus_encoder import FRAME_MS, packets
from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from infra.local_aws import reach
from infra.local_stack import Stack, local_stack
from operations.executions.execution import Execution, await_end
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine
from stikadoo.messages import Stt
from tests.speech_packets import SPEECH

WARM_TIMES = 11
COLD_TIMES = 3
WISHES = {
    "one wish": ("dragon.wav",),
    "a long wish": ("cat-rocket.wav", "dog-balloons.wav"),
    "four wishes in one": ("cat-rocket.wav", "dog-balloons.wav", "unicorn-pizza.wav", "robot-rain.wav"),
}
WORKERS = ("transcode", "transcribe", "announce")
"Those that run before the device gets the transcript."


@dataclass(frozen=True)
class Timing:
    """Of one recording, in seconds."""

    until_transcript: float
    "From listen stop to the stt message, as the device measures it."
    transcode: float
    transcribe: float


def rows() -> list[Row]:
    with local_stack() as stack:
        reach(stack.environ)
        return asyncio.run(_measure(stack))


async def _measure(stack: Stack) -> list[Row]:
    measured = []
    async with (
        bridge(BridgeOptions(upstream=stack.outputs.device_url, port=0)) as running,
        VirtualDevice(running.url, mode="binary") as device,
    ):
        await device.say(packets(SPEECH / "dragon.wav"))
        for name, files in WISHES.items():
            speech = [packet for file in files for packet in packets(SPEECH / file)]
            warm = [await _timing(stack, device, speech) for _ in range(WARM_TIMES)]
            cold = [await _cold_timing(stack, device, speech) for _ in range(COLD_TIMES)]
            seconds = len(speech) * FRAME_MS / 1000
            measured += [_row(f"{name}, warm", warm, seconds), _row(f"{name}, cold", cold, seconds)]
    return measured


async def _cold_timing(stack: Stack, device: VirtualDevice, speech: Sequence[bytes]) -> Timing:
    """The workers' processes end with a change of their configuration."""
    for verb in WORKERS:
        function = stack.outputs.worker(verb)
        memory = client("lambda").get_function_configuration(FunctionName=function)["MemorySize"]
        client("lambda").update_function_configuration(FunctionName=function, MemorySize=memory + 1)
    return await _timing(stack, device, speech)


async def _timing(stack: Stack, device: VirtualDevice, speech: Sequence[bytes]) -> Timing:
    result = await device.say(speech, real_time=False)
    runs = {run.name: run.seconds for run in (await _execution(stack, result)).state_runs}
    heard = next(at for at, message in result.events if isinstance(message, Stt))
    return Timing(heard, runs["Transcode"], runs["Transcribe"])


async def _execution(stack: Stack, result: Result) -> Execution:
    if result.sticker is None:
        raise RuntimeError(f"no sticker: {result.alert}")
    machine = Machine(stack.outputs.state_machine_arn, client("stepfunctions"))
    arn = machine.execution_arn(result.sticker.image.sticker_id)
    return await asyncio.to_thread(await_end, machine, arn)


def _row(name: str, timings: Sequence[Timing], seconds: float) -> Row:
    until = sorted(timing.until_transcript for timing in timings)
    p50, p95 = statistics.median(until), until[round(0.95 * (len(until) - 1))]
    transcode = statistics.median(timing.transcode for timing in timings)
    transcribe = statistics.median(timing.transcribe for timing in timings)
    return Row(
        f"listen stop → transcript: {name}",
        f"{p50:.2f} s, p95 {p95:.2f} s (Transcode {transcode:.2f}, Transcribe {transcribe:.2f})",
        f"the wish: {seconds:.1f} s",
        p50 / seconds,
    )
