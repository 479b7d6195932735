"""Measures seconds and log bytes of the routes' Lambdas, because the local API Gateway logs none of its invocations.

Each is invoked as by API Gateway for a connected device, several times while warm; the result is the median.
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
from operations.cost.counts import Invocation
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
"The lines that Lambda adds; the local Lambda omits them for direct invocations."

EVENT_BYTES = 26
"Added by CloudWatch to each billed line."


async def route_lines(outputs: Outputs, device_url: str) -> dict[str, Invocation]:
    """By function: the median of several invocations."""
    async with VirtualDevice(device_url, mode="direct") as device:
        result = await device.wish("a cat")
        assert result.sticker
        session = Registry(outputs.table, client("dynamodb")).find(result.session_id)
        assert session
        sticker_id = result.sticker.image.sticker_id
        calls = _calls(session.connection_id, result.session_id, sticker_id)
        lines: dict[str, list[Invocation]] = {}
        for _ in range(TIMES + 1):  # the first may start cold and is left out
            for function, event in calls:
                lines.setdefault(function, []).append(_called(outputs.worker(function), event))
    return {function: median(invocations[len(invocations) // (TIMES + 1) :]) for function, invocations in lines.items()}


def _calls(connection_id: str, session_id: str, sticker_id: str) -> list[tuple[str, dict[str, Any]]]:
    """A conversation: function → event."""
    frames = b"".join(build(Frame(packet), 3) for packet in packets(SPEECH / "silence.wav")[:8])
    session = {"session_id": session_id}
    conversation: list[tuple[str, dict[str, Any]]] = [
        ("connect", {}),
        ("hello", {"type": "hello", "version": 3, "transport": "websocket", "audio_params": {"frame_duration": 60}}),
        ("listen", session | {"type": "listen", "state": "start", "mode": "manual"}),
        ("audio", {"type": "audio", "seq": 0, "data": base64.b64encode(frames).decode()}),
        ("listen", session | {"type": "listen", "state": "stop", "last_seq": 7}),
        ("printed", session | {"type": "print", "sticker_id": sticker_id, "state": "done"}),
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


def _called(function: str, event: dict[str, Any]) -> Invocation:
    now = {"requestTimeEpoch": int(time.time() * 1000), "requestId": uuid.uuid4().hex, "messageId": uuid.uuid4().hex}
    event = event | {"requestContext": event["requestContext"] | now}
    response = client("lambda").invoke(FunctionName=function, Payload=json.dumps(event).encode(), LogType="Tail")
    answer = json.loads(response["Payload"].read())
    if response.get("FunctionError") or answer.get("statusCode") != 200:
        raise RuntimeError(f"{function}: {answer}")
    texts = [text for text in base64.b64decode(response["LogResult"]).decode().splitlines() if text.startswith("{")]
    return line(sum(json.loads(text)["seconds"] for text in texts), [*texts, *_LAMBDAS_OWN])


def line(seconds: float, texts: list[str]) -> Invocation:
    """With the bytes that CloudWatch bills for these lines."""
    return Invocation(seconds, sum(len(text.encode()) + EVENT_BYTES for text in texts))


def median(lines: list[Invocation]) -> Invocation:
    """Of each figure."""
    seconds = statistics.median(one.seconds for one in lines)
    return Invocation(round(seconds, 4), round(statistics.median(one.log_bytes for one in lines)))
