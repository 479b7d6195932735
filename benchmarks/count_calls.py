"""Counts the AWS usage of wishes on the local stack into operations/cost/counts.json.

`make count-calls`. A proxy between the Lambdas and the local AWS counts calls; a relay between the device and its
WebSocket counts messages. Seconds are of warm Lambdas on this machine: a worker's from its REPORT line, a route's from
direct invocations with events like API Gateway's, because the local API Gateway logs none.
"""

import asyncio
import json
import os
import platform
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.counting_proxy import Call, CountingProxy, counting_proxy
from benchmarks.counting_relay import CountingRelay, counting_relay
from benchmarks.route_seconds import REPORT, line, median, route_lines
from device.opus_encoder import FRAME_MS, packets
from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from infra.deploy import Outputs, deploy
from infra.local_aws import LocalAws, local_aws, reach
from infra.local_stack import session
from operations.cost.counts import COUNTS, FILE, Counts, Invocation, Transport, Wish
from operations.executions.execution import await_end
from stikadoo.aws.clients import client
from stikadoo.aws.machine import Machine
from stikadoo.turns import Kind

SPOKEN = Path(__file__).resolve().parents[1] / "tests" / "speech" / "cat-rocket.wav"
TYPED = "a cat on a rocket"
FUNCTIONS = {"print": "printed"}
"Message type → Lambda function, where the names differ."

_CLOSES = f' {Kind.CLOSE}"]'.encode()
"In the DynamoDB request of $disconnect, the last call of a wish: the event that it adds."


@dataclass(frozen=True)
class CountedStage:
    """A stage whose Lambdas reach AWS through the proxy."""

    outputs: Outputs
    proxy: CountingProxy
    device_url: str
    "On the local AWS itself; the relay is placed before it."


@contextmanager
def counted_stage(aws: LocalAws, **chosen: str) -> Iterator[CountedStage]:
    """Deploys a stage of its own."""
    with counting_proxy(aws.endpoint) as proxy:
        parameters = {"LocalEndpoint": proxy.url, **chosen}
        outputs = deploy("counted", session(aws), parameters, endpoint=aws.endpoint)
        device_url = outputs.device_url.replace(urlsplit(proxy.url).netloc, urlsplit(aws.endpoint).netloc)
        yield CountedStage(outputs, proxy, device_url)


async def counted(stage: CountedStage, way: Transport, engine: str = "whisper") -> Wish:
    """Count one wish on a stage with this speech engine and warm Lambdas. Raises RuntimeError without a sticker."""
    async with counting_relay(stage.device_url) as relay:
        began = time.time()
        stage.proxy.take()
        async with _device(relay, way) as device:
            result = await (device.wish(TYPED) if way.is_typed else device.say(packets(SPOKEN)))
            if result.sticker is None:
                raise RuntimeError(f"{way}: {result.alert or 'no sticker'}")
            recording_id = result.sticker.image.sticker_id
            machine = Machine(stage.outputs.state_machine_arn, client("stepfunctions"))
            arn = machine.execution_arn(recording_id)
            await asyncio.to_thread(await_end, machine, arn)
            await asyncio.to_thread(_wait_for, stage, lambda call: call.path.endswith("/printed.json"))
        await asyncio.to_thread(_wait_for, stage, lambda call: _CLOSES in call.request)
    calls = stage.proxy.take()
    workers = await asyncio.to_thread(_workers, stage, began, recording_id)
    states, kept = dict(_states(arn)), _kept(stage, recording_id)
    return replace(_wish(way, relay, calls, workers), engine=engine, states=states, bytes_kept=kept)


@asynccontextmanager
async def _device(relay: CountingRelay, way: Transport) -> AsyncIterator[VirtualDevice]:
    """Connected until the wish is complete, because an early disconnect would change the counts."""
    if way.through == "direct":
        async with VirtualDevice(relay.url, mode="direct", batch_packets=way.batch_packets) as device:
            yield device
        return
    batch_ms = way.batch_packets * FRAME_MS
    options = BridgeOptions(upstream=relay.url, port=0, batch_packets=way.batch_packets, batch_ms=batch_ms)
    async with bridge(options) as running, VirtualDevice(running.url, mode="binary") as device:
        yield device


def _wish(way: Transport, relay: CountingRelay, calls: list[Call], workers: dict[str, list[Invocation]]) -> Wish:
    """Without states and stored bytes, which are read from Step Functions and S3."""
    spoken = [] if way.is_typed else packets(SPOKEN)
    return Wish(
        way=way,
        engine="",
        speech_seconds=round(len(spoken) * FRAME_MS / 1000, 2),
        invocations=dict(_routes(relay) + Counter({name: len(lines) for name, lines in workers.items()})),
        worker_lines={name: _mean(lines) for name, lines in workers.items()},
        calls=dict(sorted(Counter(call.name for call in calls).items())),
        states={},
        index_writes=sum(1 for call in calls if call.name == "dynamodb:PutItem"),
        posted=[call.sent for call in calls if call.name == "connections:PostToConnection"],
        received=[len(text.encode()) for text in relay.into],
        bytes_to_s3=sum(call.sent for call in calls if call.name == "s3:PutObject"),
        bytes_from_s3=sum(call.received for call in calls if call.name == "s3:GetObject"),
        bytes_to_device=sum(call.received for call in calls if call.service == "device"),
        bytes_kept=0,
    )


def _wait_for(stage: CountedStage, matches: Callable[[Call], bool]) -> None:
    """Wait for a matching call: routes continue after the device has its answer. Raises TimeoutError."""
    deadline = time.monotonic() + 30
    while not any(map(matches, list(stage.proxy.calls))):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the last of {len(stage.proxy.calls)} calls did not come")
        time.sleep(0.02)


def _routes(relay: CountingRelay) -> Counter[str]:
    """Invocations: one a message, by its type, and one each for connect and disconnect."""
    routes = Counter(_function(text) for text in relay.into)
    return routes + Counter({"connect": relay.connections, "disconnect": relay.connections})


def _function(text: str) -> str:
    if not text.startswith("{"):
        return "message"
    message_type = str(json.loads(text)["type"])
    return FUNCTIONS.get(message_type, message_type)


def _workers(stage: CountedStage, began: float, recording_id: str) -> dict[str, list[Invocation]]:
    """By worker, the invocations of this execution."""
    logs = client("logs")
    found: dict[str, list[Invocation]] = {}
    for verb in sorted({state.name for state in Path("functions").iterdir() if (state / "handler.py").exists()}):
        group = f"/aws/lambda/{stage.outputs.worker(verb)}"
        streams: dict[str, list[str]] = {}
        for page in logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=int(began * 1000) - 1000
        ):
            for event in page["events"]:
                streams.setdefault(event["logStreamName"], []).append(event["message"])
        lines = [_line(texts) for texts in streams.values() if any(recording_id in text for text in texts)]
        if lines:
            found[verb] = lines
    return found


def _line(texts: list[str]) -> Invocation:
    reports = [float(found[1]) for text in texts if (found := REPORT.search(text))]
    return line(sum(reports) / 1000, texts)


def _mean(lines: list[Invocation]) -> Invocation:
    seconds = sum(one.seconds for one in lines) / len(lines)
    return Invocation(round(seconds, 4), round(sum(one.log_bytes for one in lines) / len(lines)))


def _states(arn: str) -> Counter[str]:
    """State → how often it was entered, which Step Functions bills."""
    pages = client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=arn)
    return Counter(
        event["stateEnteredEventDetails"]["name"]
        for page in pages
        for event in page["events"]
        if "stateEnteredEventDetails" in event
    )


def _kept(stage: CountedStage, recording_id: str) -> int:
    pages = (
        client("s3")
        .get_paginator("list_objects_v2")
        .paginate(Bucket=stage.outputs.bucket, Prefix=f"recordings/{recording_id}/")
    )
    return sum(entry["Size"] for page in pages for entry in page.get("Contents", ()))


def settled(wishes: list[Wish]) -> list[Wish]:
    """Replaces a worker's figures by the median over all wishes with the same work, against other load on this machine.

    The work of transcode depends on the chunks, that of transcribe on the engine; the others' on neither.
    """

    def work(name: str, wish: Wish) -> tuple[str, str]:
        return name, {"transcode": str(wish.way.batch_packets), "transcribe": wish.engine}.get(name, "")

    lines: dict[tuple[str, str], list[Invocation]] = {}
    for wish in wishes:
        for name, one in wish.worker_lines.items():
            lines.setdefault(work(name, wish), []).append(one)
    return [
        replace(wish, worker_lines={name: median(lines[work(name, wish)]) for name in wish.worker_lines})
        for wish in wishes
    ]


WAYS = [
    *(Transport("direct", size) for size in (1, 3, 8)),
    *(Transport("bridge", size) for size in (1, 3, 8)),
    Transport("direct", 8, is_typed=True),
]


async def measured(stage: CountedStage, ways: list[Transport], engine: str = "whisper") -> list[Wish]:
    """Counted after an uncounted wish of each kind, which warms up the Lambdas."""
    for way in {way.is_typed: way for way in ways}.values():
        await counted(stage, way)
    return [await counted(stage, way, engine) for way in ways]


def main() -> None:
    with local_aws(enforces_iam=True) as aws:
        reach(aws.environ)
        with counted_stage(aws) as stage:
            reach(aws.environ | stage.outputs.environ)
            wishes = asyncio.run(measured(stage, WAYS))
            routes = asyncio.run(route_lines(stage.outputs, stage.device_url))
        with counted_stage(aws, Transcriber="transcribe-batch") as stage:
            wishes += asyncio.run(measured(stage, [Transport("direct", 8)], "transcribe-batch"))
    counts = Counts(
        measured=datetime.now(UTC).date(),
        command="make count-calls",
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        routes=routes,
        wishes=settled(wishes),
    )
    COUNTS.write_text(FILE.dump_json(counts, indent=1).decode() + "\n")


if __name__ == "__main__":
    main()
