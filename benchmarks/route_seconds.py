"""Calls of the routes' Lambdas become their seconds and log bytes: the local API Gateway logs none of those it makes.

Each is called as API Gateway would for a device that is really connected, a few times, warm; what counts is the median.
"""

import base64
import json
import re
import statistics
import time
import uuid
from typing import Any

from device.opus_encoder import packets
from device.virtual_device import VirtualDevice
from infra.deploy import Outputs
from operations.cost.counts import Line
from stikadoo.audio.frames import Frame, build
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from tests.speech_packets import SPEECH

REPORT = re.compile(r"Billed Duration: ([\d.]+) ms")
TIMES = 5

_ID = "14fd43bc-9bf4-4589-a662-3b86a50ea292"
_LAMBDAS_OWN = (
    f"START RequestId: {_ID} Version: $LATEST",
    f"END RequestId: {_ID}",
    f"REPORT RequestId: {_ID}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 99 MB",
)
"The lines that Lambda adds; for these the local one forgets them."

EVENT_BYTES = 26
"CloudWatch adds so much to each line it bills."


async def route_lines(outputs: Outputs, device_url: str) -> dict[str, Line]:
    """By function, the median of a few."""
    async with VirtualDevice(device_url, mode="direct") as device:
        said = await device.wish("a cat")
        assert said.sticker
        session = Registry(outputs.table, client("dynamodb")).find(said.session_id)
        assert session
        sticker_id = said.sticker.image.sticker_id
        calls = _calls(session.connection_id, said.session_id, sticker_id)
        lines: dict[str, list[Line]] = {}
        for _ in range(TIMES + 1):  # the first may start cold, and is left out
            for function, event in calls:
                lines.setdefault(function, []).append(_called(outputs.worker(function), event))
    return {function: median(found[len(found) // (TIMES + 1) :]) for function, found in lines.items()}


def _calls(connection_id: str, session_id: str, sticker_id: str) -> list[tuple[str, dict[str, Any]]]:
    """A conversation: function → event."""
    frames = b"".join(build(Frame(packet), 3) for packet in packets(SPEECH / "silence.wav")[:8])
    said = {"session_id": session_id}
    conversation: list[tuple[str, dict[str, Any]]] = [
        ("connect", {}),
        ("hello", {"type": "hello", "version": 3, "transport": "websocket", "audio_params": {"frame_duration": 60}}),
        ("listen", said | {"type": "listen", "state": "start", "mode": "manual"}),
        ("audio", {"type": "audio", "seq": 0, "data": base64.b64encode(frames).decode()}),
        ("listen", said | {"type": "listen", "state": "stop", "last_seq": 7}),
        ("printed", said | {"type": "print", "sticker_id": sticker_id, "state": "done"}),
        ("disconnect", {}),
    ]
    return [(function, _event(connection_id, function, body)) for function, body in conversation]


def _event(connection_id: str, function: str, body: dict[str, Any]) -> dict[str, Any]:
    kind = {"connect": "CONNECT", "disconnect": "DISCONNECT"}.get(function, "MESSAGE")
    context = {
        "routeKey": f"${function}" if kind != "MESSAGE" else body["type"],
        "eventType": kind,
        "connectionId": connection_id,
        "domainName": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
        "apiId": "a1b2c3d4e5",
        "stage": "counted",
    }
    headers = {"Device-Id": "02:00:00:00:00:01", "Protocol-Version": "3"} if kind == "CONNECT" else {}
    return {"requestContext": context, "headers": headers, "body": json.dumps(body), "isBase64Encoded": False}


def _called(function: str, event: dict[str, Any]) -> Line:
    now = {"requestTimeEpoch": int(time.time() * 1000), "requestId": uuid.uuid4().hex, "messageId": uuid.uuid4().hex}
    event = event | {"requestContext": event["requestContext"] | now}
    reply = client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode(), LogType="Tail")
    answer = json.loads(reply["Payload"].read())
    if reply.get("FunctionError") or answer.get("statusCode") != 200:
        raise RuntimeError(f"{function}: {answer}")
    told = [text for text in base64.b64decode(reply["LogResult"]).decode().splitlines() if text.startswith("{")]
    return line(sum(json.loads(text)["seconds"] for text in told), [*told, *_LAMBDAS_OWN])


def line(seconds: float, texts: list[str]) -> Line:
    """What CloudWatch bills of these lines, beside the seconds."""
    return Line(seconds, sum(len(text.encode()) + EVENT_BYTES for text in texts))


def median(lines: list[Line]) -> Line:
    """Of each of its figures."""
    seconds = statistics.median(one.seconds for one in lines)
    return Line(round(seconds, 4), round(statistics.median(one.log_bytes for one in lines)))
