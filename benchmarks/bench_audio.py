"""The audio route: its import time, its overhead around its S3 call, and its number of AWS calls."""

import base64
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.table import Row
from infra.local_aws import local_aws, reach
from stikadoo.settings import variable

_EXIT = "; import os; os._exit(0)"
"Skips Python's shutdown, which a Lambda never runs and which takes a quarter of the measured time."
_CLIENT = "import boto3; boto3.client('s3', region_name='us-east-1')" + _EXIT
_ROUTE = (
    "import os; os.environ['AWS_DEFAULT_REGION'] = 'us-east-1'; "
    "import chalice_app.app, chalice_app.routes.audio; from stikadoo.aws.clients import client; client('s3')" + _EXIT
)
_EVENT = json.loads((Path(__file__).resolve().parents[1] / "tests/events/message.json").read_text())


def rows() -> list[Row]:
    route, reference = _measure_imports()
    handler, put, calls = _measure_handler(300)
    return [
        Row(
            "import of the audio route with its S3 client",
            f"{route * 1000:.0f} ms",
            f"boto3 + S3 client: {reference * 1000:.0f} ms",
            route / reference,
            "at most 1.15 ×",
            route / reference <= 1.15,
        ),
        Row(
            "audio handler without S3, median",
            f"{handler * 1000:.3f} ms",
            f"its S3 put: {put * 1000:.2f} ms",
            handler / put,
            "under 0.5 ms",
            handler < 0.0005,
        ),
        Row("AWS calls an audio message", f"{calls:g}", "1 message", calls, "1", calls == 1),
    ]


def _measure_imports(times: int = 21) -> tuple[float, float]:
    """Medians in seconds; measured in turn, so that other load on the machine affects both alike."""
    durations: dict[str, list[float]] = {_ROUTE: [], _CLIENT: []}
    for _ in range(times):
        for code, seconds in durations.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, env={"PATH": "/usr/bin:/bin"})  # noqa: S603
            seconds.append(time.perf_counter() - started)
    return statistics.median(durations[_ROUTE]), statistics.median(durations[_CLIENT])


def _measure_handler(messages: int) -> tuple[float, float, float]:
    """Median seconds of the handler without its S3 call, of that call, and AWS calls a message."""
    with local_aws() as aws:
        reach(aws.environ)
        for name in ("bucket", "table", "state_machine_arn", "devices_table", "token_keys_parameter"):
            os.environ[variable(name)] = "bench"
        from chalice_app import app as entry_points
        from stikadoo.aws.clients import client

        s3 = client("s3")
        s3.create_bucket(Bucket="bench")
        spans: list[float] = []
        call_started = 0.0

        def before(**_: Any) -> None:
            nonlocal call_started
            call_started = time.perf_counter()

        def after(**_: Any) -> None:
            spans.append(time.perf_counter() - call_started)

        s3.meta.events.register_first("provide-client-params.s3", before)
        s3.meta.events.register_last("after-call.s3", after)
        frames = base64.b64encode(bytes(8 * 104)).decode()
        overheads = []
        with silenced():
            for seq in range(messages):
                event = {**_EVENT, "body": json.dumps({"type": "audio", "seq": seq * 8, "data": frames})}
                before_calls = len(spans)
                started = time.perf_counter()
                entry_points.audio(event, None)
                taken = time.perf_counter() - started
                overheads.append(taken - sum(spans[before_calls:]))
        return statistics.median(overheads), statistics.median(spans), len(spans) / messages


@contextmanager
def silenced() -> Iterator[None]:
    """Log lines go to /dev/null: they are written, because that takes time, but not shown."""
    stdout = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    try:
        yield
    finally:
        os.dup2(stdout, 1)
        os.close(stdout)
        os.close(null)
