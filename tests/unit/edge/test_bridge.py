"""The bridge between a real device connection and a real upstream."""

from __future__ import annotations

import asyncio
import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode

from edge.server import BridgeOptions, bridge
from stikadoo.audio.frames import Frame, Protocol, build

if TYPE_CHECKING:
    from tests.unit.edge.conftest import Connect, Upstream

HELLO = {"type": "hello", "version": 3, "transport": "websocket"}
START = {"type": "listen", "session_id": "", "state": "start", "mode": "manual"}
STOP = {"type": "listen", "session_id": "", "state": "stop"}
PACKETS = [bytes([0x58, number]) for number in range(20)]


async def speak(device: ClientConnection, packets: list[bytes], protocol: Protocol = 3) -> None:
    await device.send(json.dumps(START))
    for packet in packets:
        await device.send(build(Frame(packet, 0), protocol))
    await device.send(json.dumps(STOP))


async def last_words(device: ClientConnection) -> list[Any]:
    """All that a device still hears until it is closed."""
    heard: list[Any] = []
    async with asyncio.timeout(5):
        while True:
            try:
                heard.append(json.loads(await device.recv()))
            except ConnectionClosed:
                return heard


async def closing_code(device: ClientConnection) -> int | None:
    assert await last_words(device) == []
    return device.close_code


async def test_a_recording_arrives_in_numbered_batches_between_start_and_stop(
    upstream: Upstream, a_device: Connect
) -> None:
    await speak(await a_device(protocol=3), PACKETS)
    line = await upstream.line()
    messages = await line.stopped()
    assert [message["type"] for message in messages] == ["listen", "audio", "audio", "audio", "listen"]
    assert [message["seq"] for message in line.audio] == [0, 8, 16]
    assert (messages[0], messages[-1]) == (START, {**STOP, "last_seq": 19})
    assert line.packets() == PACKETS


@pytest.mark.parametrize(("protocol", "told"), [(1, 3), (2, 2), (3, 3)])
async def test_every_protocol_of_the_firmware_gets_through(
    upstream: Upstream, a_device: Connect, protocol: Protocol, told: Protocol
) -> None:
    device = await a_device(protocol=protocol)
    await device.send(json.dumps({**HELLO, "version": protocol}))
    await speak(device, PACKETS, protocol)
    line = await upstream.line()
    await line.stopped()
    assert line.messages[0]["version"] == told
    assert ("Protocol-Version", str(told)) in line.headers
    assert line.packets(told) == PACKETS


async def test_an_open_batch_is_sent_when_its_time_is_up(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device(batch_ms=30)
    await device.send(json.dumps(START))
    await device.send(build(Frame(b"first"), 3))
    line = await upstream.line()
    await line.told(2)
    await device.send(build(Frame(b"second"), 3))
    await line.told(3)
    assert [message["seq"] for message in line.audio] == [0, 1]


async def test_a_handshakes_headers_are_passed_on_but_for_those_of_the_hop(
    upstream: Upstream, a_device: Connect
) -> None:
    spoken = {"Authorization": "Bearer t", "Client-Id": "c", "x-api-key": "k", "User-Agent": "stikadoo/1", "X-New": "n"}
    await a_device(protocol=2, headers={**spoken, "Connection": "X-Hop", "X-Hop": "h"})
    line = await upstream.line()
    headers = dict(line.headers)
    assert spoken.items() <= headers.items()
    assert (headers["Device-Id"], headers["Protocol-Version"]) == ("b4:3a:45:9b:94:74", "2")
    assert "X-Hop" not in headers
    assert headers["Host"] in upstream.url
    assert len(headers) == len(line.headers)
    assert line.path == "/api"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_upstreams_refusal_is_the_devices(upstream: Upstream, a_device: Connect, status: int) -> None:
    upstream.refusal = HTTPStatus(status)
    with pytest.raises(InvalidStatus) as refused:
        await a_device()
    assert refused.value.response.status_code == status


async def test_a_redirect_is_no_answer_for_a_device(upstream: Upstream, a_device: Connect) -> None:
    upstream.refusal = HTTPStatus.NOT_MODIFIED
    with pytest.raises(InvalidStatus) as refused:
        await a_device()
    assert refused.value.response.status_code == HTTPStatus.BAD_GATEWAY


async def test_an_upstream_that_is_not_there_is_a_bad_gateway() -> None:
    async with bridge(BridgeOptions("ws://127.0.0.1:9/", port=0)) as running:
        with pytest.raises(InvalidStatus) as refused:
            await connect(running.url)
    assert refused.value.response.status_code == HTTPStatus.BAD_GATEWAY


async def test_a_protocol_that_does_not_exist_is_a_bad_request(a_device: Connect) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await a_device(protocol=4)
    assert refused.value.response.status_code == HTTPStatus.BAD_REQUEST


async def test_what_is_no_websocket_never_reaches_upstream(upstream: Upstream) -> None:
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(running.url.rsplit(":", 1)[1]))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert await reader.readline() == b"HTTP/1.1 426 Upgrade Required\r\n"
        writer.close()
        await writer.wait_closed()
    assert upstream.lines.empty()


async def test_a_handshake_that_fails_after_upstreams_leaves_no_upstream_behind(upstream: Upstream) -> None:
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(running.url.rsplit(":", 1)[1]))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        assert await reader.readline() == b"HTTP/1.1 400 Bad Request\r\n"
        writer.close()
        await writer.wait_closed()
        line = await upstream.line()
        async with asyncio.timeout(5):
            await line.connection.wait_closed()
        assert line.connection.close_code == CloseCode.GOING_AWAY


async def test_texts_pass_both_ways_as_they_are(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    line = await upstream.line()
    text = '{ "type": "mcp",  "payload": {"größe": null} }'
    await device.send(text)
    await line.told(1)
    assert line.texts == [text]
    await line.connection.send(text)
    assert await device.recv() == text


async def test_a_long_text_travels_in_frames_that_api_gateway_takes(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    text = json.dumps({"type": "mcp", "session_id": "", "payload": {"words": "ü" * 40_000}}, ensure_ascii=False)
    await device.send(text)
    line = await upstream.line()
    await line.told(1)
    assert line.texts == [text]


async def test_a_malformed_frame_is_told_to_the_device_and_the_connection_stays(
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
        "message": "a frame of type 88 where Opus (0) was expected (at byte 0)",
        "emotion": "confused",
    }
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == ["malformed frame"]
    await device.send(build(Frame(b"x"), 3))
    await device.send(json.dumps(STOP))
    line = await upstream.line()
    await line.stopped()
    assert line.packets() == [b"x"]


async def test_an_alert_before_hello_has_no_session(a_device: Connect) -> None:
    device = await a_device(protocol=3)
    await device.send(b"\x58")
    assert json.loads(await device.recv())["session_id"] == ""


@pytest.mark.parametrize(
    ("upstreams", "devices"), [(1000, 1000), (1001, 1001), (1003, 1003), (1009, 1009), (1011, 1011), (4001, 4001)]
)
async def test_upstreams_farewell_is_passed_on(
    upstream: Upstream, a_device: Connect, upstreams: int, devices: int
) -> None:
    device = await a_device()
    line = await upstream.line()
    await line.connection.close(upstreams)
    assert await closing_code(device) == devices


async def test_an_upstream_that_just_goes_says_try_again_later(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    line = await upstream.line()
    line.connection.transport.abort()
    assert await closing_code(device) == CloseCode.TRY_AGAIN_LATER


async def test_upstreams_last_words_reach_a_device_that_is_speaking(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device(batch_packets=1)
    line = await upstream.line()

    async def speak_on() -> None:
        await device.send(json.dumps(START))
        while True:
            await device.send(build(Frame(b"x"), 3))
            await asyncio.sleep(0)

    speaking = asyncio.create_task(speak_on())
    await line.told(50)
    alert = {"type": "alert", "session_id": "", "status": "s", "message": "m", "emotion": "sad"}
    await line.connection.send(json.dumps(alert))
    await line.connection.close(1000)
    assert await last_words(device) == [alert]
    with pytest.raises(ConnectionClosed):
        await speaking


async def test_an_upstream_that_does_not_listen_holds_the_device_back(upstream: Upstream, a_device: Connect) -> None:
    upstream.is_deaf = True
    device = await a_device()
    text = json.dumps({"type": "mcp", "session_id": "", "payload": {"x": "x" * 100_000}})

    async def send_100_mb() -> None:
        for _ in range(1000):
            await device.send(text)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send_100_mb(), 1)
    device.transport.abort()


async def test_a_device_that_drops_after_listen_stop_was_heard(upstream: Upstream, a_device: Connect) -> None:
    device = await a_device()
    line = await upstream.line()
    await speak(device, PACKETS)
    await device.close()
    await line.stopped()
    assert line.packets() == PACKETS


async def test_a_device_that_drops_at_once_after_listen_stop_was_heard(upstream: Upstream, a_device: Connect) -> None:
    """Stock firmware closes the socket alone; what it said before is still in the bridge then."""
    device = await a_device(batch_packets=1)
    line = await upstream.line()
    await speak(device, PACKETS)
    device.transport.close()
    await line.stopped()
    assert line.packets() == PACKETS


@pytest.mark.parametrize("drops", [True, False])
async def test_upstream_is_closed_when_the_device_has_gone(upstream: Upstream, a_device: Connect, drops: bool) -> None:
    device = await a_device()
    line = await upstream.line()
    if drops:
        device.transport.abort()  # as stock firmware does: no close frame
    else:
        await device.close()
    async with asyncio.timeout(5):
        await line.connection.wait_closed()
    assert line.connection.close_code == CloseCode.GOING_AWAY


async def test_a_device_that_says_too_much_at_once_is_closed_with_1009(a_device: Connect) -> None:
    device = await a_device()
    await device.send("x" * (128 * 1024 + 1))
    assert await closing_code(device) == CloseCode.MESSAGE_TOO_BIG


async def test_a_bridge_that_ends_closes_its_devices_with_1001(upstream: Upstream) -> None:
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        device = await connect(running.url)
        line = await upstream.line()
    assert await closing_code(device) == CloseCode.GOING_AWAY
    async with asyncio.timeout(5):
        await line.connection.wait_closed()


async def test_ten_devices_at_once_lose_nothing(upstream: Upstream) -> None:
    spoken = {f"device-{number}": [bytes([0x58, number, count]) for count in range(200)] for number in range(10)}

    async def press(url: str, device_id: str) -> None:
        async with connect(url, additional_headers={"Device-Id": device_id, "Protocol-Version": "1"}) as device:
            await speak(device, spoken[device_id], protocol=1)
            await device.recv()

    async def hear() -> tuple[str, list[bytes], list[int]]:
        line = await upstream.line()
        messages = await line.stopped()
        await line.connection.send('{"type":"tts","session_id":"","state":"stop"}')
        assert messages[-1]["last_seq"] == 199
        return dict(line.headers)["Device-Id"], line.packets(), [message["seq"] for message in line.audio]

    async with bridge(BridgeOptions(upstream.url, port=0)) as running, asyncio.TaskGroup() as everyone:
        for device_id in spoken:
            everyone.create_task(press(running.url, device_id))
        heard = [everyone.create_task(hear()) for _ in spoken]
    assert {device_id: packets for device_id, packets, _ in (task.result() for task in heard)} == spoken
    assert all(numbers == list(range(0, 200, 8)) for _, _, numbers in (task.result() for task in heard))


async def test_one_line_tells_of_a_connection_at_its_end(upstream: Upstream, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "edge")
    async with bridge(BridgeOptions(upstream.url, port=0)) as running:
        headers = {"Device-Id": "b4:3a:45:9b:94:74", "Protocol-Version": "3"}
        async with connect(running.url, additional_headers=headers) as device:
            await device.send(build(Frame(b"wake"), 3))
            await speak(device, PACKETS)
            line = await upstream.line()
            await line.stopped()
    (told,) = [record for record in caplog.records if record.message == "connection"]
    facts = vars(told)["facts"]
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
