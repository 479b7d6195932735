"""$connect with a signed token: its own time around its two DynamoDB calls, and the token's part of it."""

import json
import os
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks.bench_audio import silenced
from benchmarks.table import Row, median_seconds
from infra.local_aws import local_aws, reach
from stikadoo.device_tokens import TokenKeys, new_key
from stikadoo.registered_device import Applicant, Reported
from stikadoo.settings import variable

_EVENT = json.loads((Path(__file__).resolve().parents[1] / "tests/events/connect.json").read_text())
_DEVICE, _CLIENT = _EVENT["headers"]["DEVICE-ID"], _EVENT["headers"]["client-id"]
_KEY = new_key()
_LARGEST_SECONDS = 0.005


def rows() -> list[Row]:
    own, calls, number = _measure(300)
    keys = TokenKeys.parse(_KEY)
    token = keys.sign(_DEVICE, _CLIENT, time.time(), days=30)
    verification = median_seconds(lambda: keys.verify(token, _DEVICE, _CLIENT), times=101)
    return [
        Row(
            "$connect with a signed token, without DynamoDB, median",
            f"{own * 1000:.3f} ms",
            f"its read and its write: {calls * 1000:.2f} ms",
            own / calls,
            "under 5 ms",
            own < _LARGEST_SECONDS,
        ),
        Row(
            "the token's verification (PyJWT, HS256)",
            f"{verification * 1000:.3f} ms",
            f"$connect: {own * 1000:.3f} ms",
            verification / own,
        ),
        Row("AWS calls a $connect", f"{number:g}", "the session's write", number, "2", number == 2),
    ]


def _measure(times: int) -> tuple[float, float, float]:
    """Median seconds of the handler without its AWS calls, of those together, and their number."""
    with local_aws() as aws:
        reach(aws.environ)
        handler = _handler()
        spans: list[float] = []
        started = 0.0

        def before(**_: Any) -> None:
            nonlocal started
            started = time.perf_counter()

        def after(**_: Any) -> None:
            spans.append(time.perf_counter() - started)

        from stikadoo.aws.clients import client

        events = client("dynamodb").meta.events
        events.register_first("provide-client-params.dynamodb", before)
        events.register_last("after-call.dynamodb", after)
        own, calls = [], []
        with silenced():
            for number in range(times):
                spans.clear()
                began = time.perf_counter()
                handler(_event(number), None)
                taken = time.perf_counter() - began
                own.append(taken - sum(spans))
                calls.append(sum(spans))
        return statistics.median(own), statistics.median(calls), len(spans)


def _handler() -> Any:
    """Of a stage that is not open, with an approved device."""
    from stikadoo.aws.clients import client
    from stikadoo.aws.device_registry import DeviceRegistry

    names = dict.fromkeys(("bucket", "table", "state_machine_arn"), "bench")
    names |= {"devices_table": "bench-devices", "token_keys_parameter": "/stikadoo/bench/token-keys"}
    os.environ.update({variable(name): value for name, value in names.items()})
    for table, key in (("bench", "session_id"), ("bench-devices", "device_id")):
        client("dynamodb").create_table(
            TableName=table,
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
    client("ssm").put_parameter(Name=names["token_keys_parameter"], Type="SecureString", Value=_KEY)
    registry = DeviceRegistry("bench-devices", client("dynamodb"))
    registry.register(Applicant(_DEVICE, _CLIENT, Reported()), time.time())
    from chalice_app import app as entry_points

    entry_points.on_connect(_event(-1), None)  # imports, and reads the keys
    return entry_points.on_connect


def _event(number: int) -> dict[str, Any]:
    token = TokenKeys.parse(_KEY).sign(_DEVICE, _CLIENT, time.time(), days=30)
    context = _EVENT["requestContext"] | {"connectionId": f"bench-{number}="}
    return {**_EVENT, "headers": _EVENT["headers"] | {"Authorization": f"Bearer {token}"}, "requestContext": context}
