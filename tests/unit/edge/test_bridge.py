"""The bridge between a WebSocket client and a recording upstream."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode
from websockets.http11 import Request

from device.opus_encoder import packets as opus_packets
from edge.liveness import LivenessLimits
from edge.rate import BURST, MESSAGES_PER_SECOND
from edge.server import BridgeOptions, bridge
from edge.upstream import with_identity
from stikadoo.audio.frames import Frame, Protocol, build
from tests.unit.edge.conftest import SESSION

if TYPE_CHECKING:
    from websockets.typing import Subprotocol

    from tests.unit.edge.conftest import Connect, Connection, Upstream

SPEECH = Path(__file__).resolve().parents[2] / "speech"
HELLO = {"type": "hello", "version": 3, "transport": "websocket"}
START = {"type": "listen", "session_id": "", "state": "start", "mode": "manual"}
STOP = {"type": "listen", "session_id": "", "state": "stop"}
PACKETS = [bytes([0x58, number]) for number in range(20)]


async def speak(device: ClientConnection, packets: list[bytes], protocol: Protocol = 3) -> None:
    await device.send(json.dumps(START))
    for packet in packets:
        await device.send(build(Frame(packet, 0), protocol))
    await device.send(json.dumps(STOP))


async def remaining_messages(device: ClientConnection) -> list[Any]:
    """All messages that a device receives until its connection is closed."""
    messages: list[Any] = []
    async with asyncio.timeout(5):
        while True:
            try:
                messages.append(json.loads(await device.recv()))
            except ConnectionClosed:
                return messages


async def closing_code(device: ClientConnection) -> int | None:
    assert await remaining_messages(device) == []
    return device.close_code


async def test_a_recording_arrives_in_numbered_batches_between_start_and_stop(
    upstream: Upstream, a_device: Connect
) -> None:
    await speak(await a_device(protocol=3), PACKETS)
    line = await upstream.next_connection()
    messages = await line.wait_for_stop()
    assert [message["type"] for message in messages] == ["listen", "audio", "audio", "audio", "listen"]
    assert [message["seq"] for message in line.audio] == [0, 8, 16]
    assert (messages[0], messages[-1]) == (START, {**STOP, "last_seq": 19})
    assert line.packets() == PACKETS


@pytest.mark.parametrize(("protocol", "protocol_upstream"), [(1, 3), (2, 2), (3, 3)])
async def test_every_protocol_version_of_the_firmware_is_supported(
    upstream: Upstream, a_device: Connect, protocol: Protocol, protocol_upstream: Protocol
) -> None:
    device = await a_device(protocol=protocol)
    await device.send(json.dumps({**HELLO, "version": protocol}))
    await speak(device, PACKETS, protocol)
    line = await upstream.next_connection()
    await line.wait_for_stop()
    assert line.messages[0]["version"] == protocol_upstream
    assert ("Protocol-Version", str(protocol_upstream)) in line.headers
    assert line.packets(protocol_upstream) == PACKETS


async def test_an_open_batch_is_sent_when_its_time_is_up(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device(batch_ms=30)
    await device.send(json.dumps(START))
    await device.send(build(Frame(b"first"), 3))
    line = await upstream.next_connection()
    await line.wait_for(2)
    await device.send(build(Frame(b"second"), 3))
    await line.wait_for(3)
    assert [message["seq"] for message in line.audio] == [0, 1]


async def test_headers_are_forwarded_except_hop_by_hop_ones(upstream: Upstream, a_device: Connect) -> None:
    sent = {"Authorization": "Bearer t", "Client-Id": "c", "x-api-key": "k", "User-Agent": "stikadoo/1", "X-New": "n"}
    await a_device(protocol=2, headers={**sent, "Connection": "X-Hop", "X-Hop": "h"})
    line = await upstream.next_connection()
    headers = dict(line.headers)
    assert sent.items() <= headers.items()
    assert (headers["Device-Id"], headers["Protocol-Version"]) == ("b4:3a:45:9b:94:74", "2")
    assert "X-Hop" not in headers
    assert headers["Host"] in upstream.url
    assert len(headers) == len(line.headers)
    assert line.path == "/api"


def identity(path: str, headers: dict[str, str] | None = None) -> Headers:
    return with_identity(Request(path, Headers(headers or {})))


@pytest.mark.parametrize(("header", "expected"), [({}, "b4:3a:45:9b:94:74"), ({"Device-Id": ""}, "b4:3a:45:9b:94:75")])
def test_a_web_page_s_query_becomes_headers(header: dict[str, str], expected: str) -> None:
    query = "?device-id=b4%3A3a%3A45%3A9b%3A94%3A75&client-id=web&authorization=x"
    headers = identity(f"/xiaozhi/v1/{query}", {"Device-Id": "b4:3a:45:9b:94:74"} | header)
    assert (headers["Device-Id"], headers["client-id"], "authorization" in headers) == (expected, "web", False)


def test_an_id_in_the_query_that_needs_escaping_is_no_header() -> None:
    assert "device-id" not in identity("/?device-id=a%0D%0AX-Evil:1")


async def test_a_web_page_s_device_reaches_upstream_and_the_log(
    upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "edge")
    async with bridge(BridgeOptions(upstream.url, port=0)) as running, connect(f"{running.url}/?device-id=web-1"):
        line = await upstream.next_connection()
    headers = {name.lower(): value for name, value in line.headers}
    assert headers["device-id"] == "web-1"
    (record,) = [record for record in caplog.records if record.message == "connection"]
    assert vars(record)["facts"]["device_id"] == "web-1"


@pytest.mark.parametrize("offered", [["xiaozhi"], ["xiaozhi", "other"]])
async def test_the_first_offered_subprotocol_is_selected(upstream: Upstream, offered: list[Subprotocol]) -> None:
    async with (
        bridge(BridgeOptions(upstream.url, port=0)) as running,
        connect(running.url, subprotocols=offered) as device,
    ):
        assert device.subprotocol == "xiaozhi"


async def test_without_an_offer_no_subprotocol_is_selected(a_device: Connect) -> None:
    assert (await a_device()).subprotocol is None


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_an_upstream_rejection_is_forwarded_with_its_status(
    upstream: Upstream, a_device: Connect, status: int
) -> None:
    upstream.refusal = HTTPStatus(status)
    with pytest.raises(InvalidStatus) as refused:
        await a_device()
    assert refused.value.response.status_code == status


async def test_a_redirect_is_a_bad_gateway(upstream: Upstream, a_device: Connect) -> None:
    upstream.refusal = HTTPStatus.NOT_MODIFIED
    with pytest.raises(InvalidStatus) as refused:
        await a_device()
    assert refused.value.response.status_code == HTTPStatus.BAD_GATEWAY


async def test_an_unreachable_upstream_is_a_bad_gateway() -> None:
    async with bridge(BridgeOptions("ws://127.0.0.1:9/", port=0)) as running:
        with pytest.raises(InvalidStatus) as refused:
            await connect(running.url)
    assert refused.value.response.status_code == HTTPStatus.BAD_GATEWAY


async def test_a_protocol_that_does_not_exist_is_a_bad_request(a_device: Connect) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await a_device(protocol=4)
    assert refused.value.response.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET / HTTP/1.1", b"HTTP/1.1 426 Upgrade Required\r\n"),
        (b"POST / HTTP/1.1", b"HTTP/1.1 405 Method Not Allowed\r\n"),
        (b"HEAD / HTTP/1.1", b"HTTP/1.1 405 Method Not Allowed\r\n"),
    ],
)
async def test_a_plain_http_request_is_answered_and_does_not_reach_upstream(
    upstream: Upstream, request_line: bytes, status: bytes
) -> None:
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(running.url.rsplit(":", 1)[1]))
        writer.write(request_line + b"\r\nHost: x\r\n\r\n")
        assert await reader.readline() == status
        async with asyncio.timeout(5):
            await reader.read()
        writer.close()
        await writer.wait_closed()
    assert upstream.connections.empty()


async def test_a_handshake_that_fails_after_upstreams_closes_upstream(upstream: Upstream) -> None:
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(running.url.rsplit(":", 1)[1]))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        assert await reader.readline() == b"HTTP/1.1 400 Bad Request\r\n"
        writer.close()
        await writer.wait_closed()
        line = await upstream.next_connection()
        async with asyncio.timeout(5):
            await line.connection.wait_closed()
        assert line.connection.close_code == CloseCode.GOING_AWAY


async def test_texts_pass_both_ways_as_they_are(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    line = await upstream.next_connection()
    text = '{ "type": "mcp",  "payload": {"größe": null} }'
    await device.send(text)
    await line.wait_for(1)
    assert line.texts == [text]
    await line.connection.send(text)
    assert await device.recv() == text


async def test_a_long_text_travels_in_frames_that_api_gateway_takes(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    text = json.dumps({"type": "mcp", "session_id": "", "payload": {"words": "ü" * 40_000}}, ensure_ascii=False)
    await device.send(text)
    line = await upstream.next_connection()
    await line.wait_for(1)
    assert line.texts == [text]


async def test_a_malformed_frame_is_answered_and_the_connection_stays_usable(
    upstream: Upstream, a_device: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    device = await a_device(protocol=3)
    await device.send(json.dumps(HELLO))
    session_id = json.loads(await device.recv())["session_id"]
    await device.send(json.dumps(START))
    await device.send(b"\x58raw opus")
    alert = json.loads(await device.recv())
    assert alert == {
        "type": "alert",
        "session_id": session_id,
        "status": "error",
        "message": "frame type 88, expected 0 (Opus) (at byte 0)",
        "emotion": "confused",
    }
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == ["malformed message"]
    await device.send(build(Frame(b"x"), 3))
    await device.send(json.dumps(STOP))
    line = await upstream.next_connection()
    await line.wait_for_stop()
    assert line.packets() == [b"x"]


async def test_a_deeply_nested_text_is_answered_and_the_connection_stays_usable(
    upstream: Upstream, a_device: Connect
) -> None:
    device = await a_device()
    await device.send('{"type":"hello","x":' + "[" * 20_000 + "]" * 20_000 + "}")
    assert json.loads(await device.recv())["message"] == "nested more than 100 levels deep"
    await device.send('{"type":"hello"}')
    line = await upstream.next_connection()
    assert [message["type"] for message in await line.wait_for(1)] == ["hello"]


async def test_an_alert_before_hello_has_no_session(a_device: Connect) -> None:
    device = await a_device(protocol=3)
    await device.send(b"\x58")
    assert json.loads(await device.recv())["session_id"] == ""


@pytest.mark.parametrize(
    ("upstreams", "devices"), [(1000, 1000), (1001, 1001), (1003, 1003), (1009, 1009), (1011, 1011), (4001, 4001)]
)
async def test_upstreams_close_code_is_forwarded(
    upstream: Upstream, a_device: Connect, upstreams: int, devices: int
) -> None:
    device = await a_device()
    line = await upstream.next_connection()
    await line.connection.close(upstreams)
    assert await closing_code(device) == devices


async def test_a_lost_upstream_closes_the_device_with_try_again_later(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    line = await upstream.next_connection()
    line.connection.transport.abort()
    assert await closing_code(device) == CloseCode.TRY_AGAIN_LATER


async def test_upstreams_last_messages_reach_a_device_that_is_sending(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device(batch_packets=1)
    line = await upstream.next_connection()

    async def speak_on() -> None:
        await device.send(json.dumps(START))
        while True:
            await device.send(build(Frame(b"x"), 3))
            await asyncio.sleep(0)

    speaking = asyncio.create_task(speak_on())
    await line.wait_for(50)
    alert = {"type": "alert", "session_id": "", "status": "s", "message": "m", "emotion": "sad"}
    await line.connection.send(json.dumps(alert))
    await line.connection.close(1000)
    assert await remaining_messages(device) == [alert]
    with pytest.raises(ConnectionClosed):
        await speaking


async def test_an_upstream_that_does_not_read_causes_backpressure(upstream: Upstream, a_device: Connect) -> None:
    upstream.reads_nothing = True
    device = await a_device()
    text = json.dumps({"type": "mcp", "session_id": "", "payload": {"x": "x" * 100_000}})

    async def send_100_mb() -> None:
        for _ in range(1000):
            await device.send(text)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send_100_mb(), 1)
    device.transport.abort()


async def test_a_recording_is_complete_if_the_device_closes_after_listen_stop(
    upstream: Upstream, a_device: Connect
) -> None:
    device = await a_device()
    line = await upstream.next_connection()
    await speak(device, PACKETS)
    await device.close()
    await line.wait_for_stop()
    assert line.packets() == PACKETS


async def test_a_recording_is_complete_if_the_socket_closes_right_after_listen_stop(
    upstream: Upstream, a_device: Connect
) -> None:
    """Stock firmware closes the socket without a close frame, while its last messages are still in the bridge."""
    device = await a_device(batch_packets=1)
    line = await upstream.next_connection()
    await speak(device, PACKETS)
    device.transport.close()
    await line.wait_for_stop()
    assert line.packets() == PACKETS


@pytest.mark.parametrize("drops", [True, False])
async def test_upstream_is_closed_when_the_device_disconnects(
    upstream: Upstream, a_device: Connect, drops: bool
) -> None:
    device = await a_device()
    line = await upstream.next_connection()
    if drops:
        device.transport.abort()  # as stock firmware does: no close frame
    else:
        await device.close()
    async with asyncio.timeout(5):
        await line.connection.wait_closed()
    assert line.connection.close_code == CloseCode.GOING_AWAY


async def test_a_message_that_is_too_large_closes_with_1009(a_device: Connect) -> None:
    device = await a_device()
    await device.send("x" * (128 * 1024 + 1))
    assert await closing_code(device) == CloseCode.MESSAGE_TOO_BIG


async def test_shutting_down_closes_devices_with_1001(upstream: Upstream) -> None:
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        device = await connect(running.url)
        line = await upstream.next_connection()
    assert await closing_code(device) == CloseCode.GOING_AWAY
    async with asyncio.timeout(5):
        await line.connection.wait_closed()


async def test_an_idle_connection_is_closed_normally(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device(liveness=LivenessLimits(idle_seconds=0.1))
    line = await upstream.next_connection()
    assert await closing_code(device) == CloseCode.NORMAL_CLOSURE
    async with asyncio.timeout(5):
        await line.connection.wait_closed()


async def test_a_device_that_waits_is_told_something_and_not_closed(upstream: Upstream) -> None:
    limits = LivenessLimits(idle_seconds=1, waiting_seconds=0.05)
    async with bridge(BridgeOptions(upstream.url, port=0, liveness=limits)) as running, connect(running.url) as device:
        await device.send(json.dumps(HELLO))
        await device.recv()
        await speak(device, [])
        received = [json.loads(await device.recv()) for _ in range(4)]
        line = await upstream.next_connection()
        await line.connection.send('{"type":"tts","session_id":"","state":"stop"}')
        last = await remaining_messages(device)
    waiting = {"type": "llm", "session_id": SESSION, "emotion": "thinking"}
    assert received == [waiting] * 4
    assert last[-1]["type"] == "tts", "then it is idle"
    assert device.close_code == CloseCode.NORMAL_CLOSURE


async def test_packets_outside_of_a_recording_keep_no_connection_open(a_device: Connect) -> None:
    """In auto and realtime mode the microphone stays on."""
    device = await a_device(liveness=LivenessLimits(idle_seconds=0.3))

    async def stream() -> None:
        while True:
            await device.send(build(Frame(b"x"), 3))
            await asyncio.sleep(0.02)

    async with asyncio.timeout(10):
        with pytest.raises(ConnectionClosed):
            await stream()
    assert device.close_code == CloseCode.NORMAL_CLOSURE


async def test_a_sticker_is_awaited_from_the_end_of_speech_on(a_device: Connect) -> None:
    device = await a_device(liveness=LivenessLimits(waiting_seconds=0.05))
    await device.send(json.dumps(START | {"mode": "auto"}))
    for packet in opus_packets(SPEECH / "dragon.wav") + opus_packets(SPEECH / "silence.wav") * 2:
        await device.send(build(Frame(packet), 3))
    assert json.loads(await device.recv())["emotion"] == "thinking"


async def test_packets_that_cease_after_speech_end_the_recording(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    speech = opus_packets(SPEECH / "dragon.wav")[:20]
    await device.send(json.dumps(START | {"mode": "auto"}))
    for packet in speech:
        await device.send(build(Frame(packet), 3))
    line = await upstream.next_connection()
    messages = await line.wait_for_stop()
    assert messages[-1]["last_seq"] == len(speech) - 1


async def test_a_device_s_rate_is_limited_without_losing_a_message(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    line = await upstream.next_connection()
    texts = [f'{{"type":"ping","n":{number}}}' for number in range(BURST + MESSAGES_PER_SECOND)]
    started = asyncio.get_running_loop().time()
    for text in texts:
        await device.send(text)
    await line.wait_for(len(texts))
    assert line.texts == texts
    assert asyncio.get_running_loop().time() - started > 0.9, "a second more than the burst"


@dataclass
class Stopping:
    """A bridge that is being stopped while a device records."""

    device: ClientConnection
    upstream: Connection
    end: asyncio.Task[None]


async def stopping_bridge(upstream: Upstream, drain_seconds: float) -> Stopping:
    devices: asyncio.Queue[tuple[ClientConnection, Connection]] = asyncio.Queue()

    async def serve_until_stopped() -> None:
        async with bridge(BridgeOptions(upstream.url, port=0, drain_seconds=drain_seconds)) as running:
            idle = await connect(running.url)
            await upstream.next_connection()
            device = await connect(running.url)
            line = await upstream.next_connection()
            await device.send(json.dumps(START))
            await line.wait_for(1)
            await devices.put((device, line))
        assert await closing_code(idle) == CloseCode.GOING_AWAY
        with pytest.raises(OSError, match="Connect call failed"):
            await connect(running.url)

    end = asyncio.create_task(serve_until_stopped())
    return Stopping(*await devices.get(), end)


async def test_a_stopped_bridge_ends_its_wishes_first(upstream: Upstream) -> None:
    stopping = await stopping_bridge(upstream, drain_seconds=30)
    await stopping.device.send(build(Frame(b"x"), 3))
    await stopping.device.send(json.dumps(STOP))
    messages = await stopping.upstream.wait_for_stop()
    assert messages[-1]["last_seq"] == 0
    assert not stopping.end.done()
    answers = [{"type": "stt", "session_id": "", "text": "a cat"}, {"type": "tts", "session_id": "", "state": "stop"}]
    for answer in answers:
        await stopping.upstream.connection.send(json.dumps(answer))
    assert await remaining_messages(stopping.device) == answers
    assert stopping.device.close_code == CloseCode.GOING_AWAY
    async with asyncio.timeout(5):
        await stopping.end


async def test_a_stopped_bridge_waits_no_longer_than_it_may(upstream: Upstream) -> None:
    stopping = await stopping_bridge(upstream, drain_seconds=0.2)
    assert await closing_code(stopping.device) == CloseCode.GOING_AWAY
    async with asyncio.timeout(5):
        await stopping.end


async def test_ten_devices_at_once_lose_nothing(upstream: Upstream) -> None:
    sent = {f"device-{number}": [bytes([0x58, number, count]) for count in range(200)] for number in range(10)}

    async def press(url: str, device_id: str) -> None:
        async with connect(url, additional_headers={"Device-Id": device_id, "Protocol-Version": "1"}) as device:
            await speak(device, sent[device_id], protocol=1)
            await device.recv()

    async def hear() -> tuple[str, list[bytes], list[int]]:
        line = await upstream.next_connection()
        messages = await line.wait_for_stop()
        await line.connection.send('{"type":"tts","session_id":"","state":"stop"}')
        assert messages[-1]["last_seq"] == 199
        return dict(line.headers)["Device-Id"], line.packets(), [message["seq"] for message in line.audio]

    async with bridge(BridgeOptions(upstream.url, port=0)) as running, asyncio.TaskGroup() as everyone:
        for device_id in sent:
            everyone.create_task(press(running.url, device_id))
        messages = [everyone.create_task(hear()) for _ in sent]
    assert {device_id: packets for device_id, packets, _ in (task.result() for task in messages)} == sent
    assert all(numbers == list(range(0, 200, 8)) for _, _, numbers in (task.result() for task in messages))


async def test_a_connection_is_logged_in_one_line_at_its_end(
    upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "edge")
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        headers = {"Device-Id": "b4:3a:45:9b:94:74", "Protocol-Version": "3"}
        async with connect(running.url, additional_headers=headers) as device:
            await device.send(build(Frame(b"wake"), 3))
            await speak(device, PACKETS)
            line = await upstream.next_connection()
            await line.wait_for_stop()
    (protocol_upstream,) = [record for record in caplog.records if record.message == "connection"]
    facts = vars(protocol_upstream)["facts"]
    assert facts.pop("seconds") >= 0
    assert facts == {
        "device_id": "b4:3a:45:9b:94:74",
        "protocol": 3,
        "packets": 20,
        "messages": 3,
        "dropped": 1,
        "malformed": 0,
        "device_code": 1000,
        "upstream_code": None,
    }
