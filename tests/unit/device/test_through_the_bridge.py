"""The virtual device as stock firmware: binary frames through a real bridge."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from device.virtual_device import VirtualDevice
from edge.server import BridgeOptions, bridge
from stikadoo.audio.frames import Protocol, parse
from stikadoo.messages import Tts

if TYPE_CHECKING:
    from tests.unit.device.conftest import Cloud

PACKETS = [bytes([0x58, number]) for number in range(20)]


@pytest.mark.parametrize(("protocol", "upstreams"), [(1, 3), (2, 2), (3, 3)])
async def test_a_talk_through_the_bridge(cloud: Cloud, protocol: Protocol, upstreams: Protocol) -> None:
    cloud.part = [cloud.image(), Tts(session_id="", state="stop")]
    async with (
        bridge(BridgeOptions(cloud.url, port=0)) as running,
        VirtualDevice(running.url, mode="binary", protocol=protocol) as device,
    ):
        result = await device.say(PACKETS, real_time=False)
    assert result.sticker is not None
    audio = [message for message in cloud.messages if message["type"] == "audio"]
    frames = b"".join(base64.b64decode(message["data"]) for message in audio)
    assert [frame.packet for frame in parse(frames, upstreams)] == PACKETS
    assert [message["seq"] for message in audio] == [0, 8, 16]
    assert next(message for message in cloud.messages if message.get("state") == "stop")["last_seq"] == 19
