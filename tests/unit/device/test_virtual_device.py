"""The virtual device against a scripted cloud."""

from __future__ import annotations

import base64
import hashlib
import zlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from device.errors import StickerDamaged, Unreachable
from device.virtual_device import VirtualDevice
from functions.render.encodings import ENCODERS
from stikadoo.audio.frames import Frame, build
from stikadoo.execution import ListenMode, Printer
from stikadoo.messages import Alert, CloudMessage, ImageData, Llm, Stt, Tts, from_device

if TYPE_CHECKING:
    from tests.unit.device.conftest import Cloud

SESSION = "6f1c0d1e-0000-5000-8000-000000000001"
STICKER = b"\x1b@\x1dv0\x00\x01\x00\x01\x00\xff"
PACKED = ENCODERS["zlib"](STICKER)
PACKETS = [bytes([0x58, number]) for number in range(10)]

HEARD = Stt(session_id=SESSION, text="a cat riding a rocket")
SPEAKING = Tts(session_id=SESSION, state="start")
STOP = Tts(session_id=SESSION, state="stop")
SORRY = Alert(session_id=SESSION, status="Hm?", message="Once more, please!", emotion="confused")


def piece(index: int, count: int, data: bytes) -> ImageData:
    return ImageData(
        session_id=SESSION,
        sticker_id="b43a459b9474-20261121-080000-abcd1234",
        index=index,
        count=count,
        data=base64.b64encode(data).decode(),
    )


async def test_a_wish_is_spoken_and_its_sticker_printed(cloud: Cloud) -> None:
    cloud.part = [HEARD, SPEAKING, cloud.image(), STOP]
    async with VirtualDevice(cloud.url) as device:
        result = await device.say(PACKETS, real_time=False)
    await cloud.gone.wait()
    assert (result.session_id, result.transcript, result.alert) == (SESSION, "a cat riding a rocket", None)
    assert result.sticker is not None
    assert (result.sticker.printer_bytes, result.sticker.preview_size) == (STICKER, (240, 120))
    assert [message.type for _, message in result.events] == ["stt", "tts", "image", "tts"]
    assert all(seconds > 0 for seconds, _ in result.events)
    assert cloud.messages[1:] == [
        {"session_id": SESSION, "type": "listen", "state": "start", "mode": "manual"},
        *[message for message in cloud.messages if message["type"] == "audio"],
        {"session_id": SESSION, "type": "listen", "state": "stop", "last_seq": 9},
        {
            "type": "print",
            "sticker_id": "b43a459b9474-20261121-080000-abcd1234",
            "state": "done",
            "session_id": SESSION,
        },
    ]


async def test_an_error_while_a_message_is_shown_ends_the_wait_at_once(cloud: Cloud) -> None:
    def show(_: float, message: CloudMessage) -> None:
        if isinstance(message, Stt):
            raise UnicodeEncodeError("latin-1", message.text, 0, 1, "ordinal not in range(256)")

    cloud.part = [HEARD, SPEAKING, cloud.image(), STOP]
    with pytest.raises(UnicodeEncodeError):
        async with VirtualDevice(cloud.url, on_message=show) as device:
            await device.say(PACKETS, real_time=False)


async def test_where_nothing_listens_the_address_and_the_reason_are_named() -> None:
    with pytest.raises(Unreachable, match=r"cannot connect to ws://127\.0\.0\.1:9: Connection refused"):
        async with VirtualDevice("ws://127.0.0.1:9"):
            pass
    with pytest.raises(Unreachable, match=r"cannot connect to ws://nowhere\.invalid:"):
        async with VirtualDevice("ws://nowhere.invalid"):
            pass


async def test_a_device_introduces_itself_as_the_firmware_does(cloud: Cloud) -> None:
    printer = Printer(width_dots=576)
    chosen: dict[str, Any] = {"device_id": "b4:3a", "client_id": "c", "token": "t", "api_key": "k", "protocol": 2}
    async with VirtualDevice(cloud.url, **chosen, language="zh-CN", printer=printer, inline_image=True):
        pass
    said = dict(cloud.headers.raw_items())
    assert (said["Device-Id"], said["Client-Id"], said["Protocol-Version"]) == ("b4:3a", "c", "2")
    assert (said["Authorization"], said["x-api-key"]) == ("Bearer t", "k")
    hello = cloud.messages[0]
    assert (hello["type"], hello["version"], hello["transport"]) == ("hello", 2, "websocket")
    assert hello["audio_params"] == {"format": "opus", "sample_rate": 16000, "channels": 1, "frame_duration": 60}
    assert (hello["language"], hello["printer"]["width_dots"], hello["features"]["inline_image"]) == (
        "zh-CN",
        576,
        True,
    )


async def test_packets_are_spoken_in_real_time_without_drift(cloud: Cloud) -> None:
    cloud.part = [STOP]
    async with VirtualDevice(cloud.url, mode="binary", frame_ms=20) as device:
        await device.say(PACKETS)
    started = next(at for at, said in cloud.received if isinstance(said, str) and '"start"' in said)
    late = [
        at - started - 0.02 * (n + 1) for n, (at, _) in enumerate(t for t in cloud.received if isinstance(t[1], bytes))
    ]
    assert cloud.binary == [build(Frame(packet), 3) for packet in PACKETS]
    assert all(-0.01 < seconds < 0.1 for seconds in late)


async def test_everything_a_device_says_is_in_the_protocol(cloud: Cloud) -> None:
    cloud.part = [cloud.image(), STOP]
    async with VirtualDevice(cloud.url) as device:
        await device.say(PACKETS, real_time=False)
        await device.wish("a dragon")
        await device.abort()
    await cloud.gone.wait()
    texts = [said for _, said in cloud.received if isinstance(said, str)]
    assert [from_device(text).type for text in texts] == [message["type"] for message in cloud.messages]


async def test_unnumbered_audio_gets_no_last_number(cloud: Cloud) -> None:
    cloud.part = [STOP]
    async with VirtualDevice(cloud.url, mode="base64") as device:
        await device.say(PACKETS, real_time=False)
    assert "last_seq" not in cloud.messages[-1]


async def test_a_typed_wish_needs_no_sound(cloud: Cloud) -> None:
    cloud.part = [HEARD, cloud.image(), STOP]
    async with VirtualDevice(cloud.url) as device:
        result = await device.wish("a cat riding a rocket")
    assert result.sticker is not None
    assert cloud.messages[1] == {
        "session_id": SESSION,
        "type": "listen",
        "state": "detect",
        "text": "a cat riding a rocket",
    }


async def test_an_alert_ends_a_talk_without_sticker(cloud: Cloud) -> None:
    cloud.part = [SORRY, STOP]
    async with VirtualDevice(cloud.url) as device:
        result = await device.say(PACKETS, real_time=False)
    assert (result.alert, result.sticker, result.transcript) == (SORRY, None, None)
    assert [message.type for _, message in result.events] == ["alert", "tts"]


async def test_an_alert_alone_is_an_answer_too(cloud: Cloud) -> None:
    cloud.part = [SORRY]
    async with VirtualDevice(cloud.url) as device:
        assert (await device.say(PACKETS, real_time=False)).alert == SORRY


@pytest.mark.parametrize("mode", [ListenMode.AUTO, ListenMode.REALTIME])
async def test_where_nothing_is_spoken_the_sticker_ends_the_talk(cloud: Cloud, mode: ListenMode) -> None:
    cloud.part = [HEARD, Llm(session_id=SESSION, emotion="thinking"), cloud.image()]
    async with VirtualDevice(cloud.url, listen_mode=mode) as device:
        result = await device.say(PACKETS, real_time=False)
    assert result.sticker is not None
    assert cloud.messages[1]["mode"] == mode


async def test_two_talks_on_one_connection_are_told_apart(cloud: Cloud) -> None:
    async with VirtualDevice(cloud.url) as device:
        cloud.part = [SORRY, STOP]
        first = await device.say(PACKETS, real_time=False)
        cloud.part = [HEARD, cloud.image(), STOP]
        second = await device.say(PACKETS, real_time=False)
    assert (first.alert, second.alert) == (SORRY, None)
    assert second.sticker is not None


async def test_a_sticker_in_pieces_is_put_together(cloud: Cloud) -> None:
    cloud.part = [cloud.image(), piece(0, 2, STICKER[:6]), piece(1, 2, STICKER[6:]), STOP]
    async with VirtualDevice(cloud.url, inline_image=True) as device:
        result = await device.say(PACKETS, real_time=False)
    assert result.sticker is not None
    assert result.sticker.printer_bytes == STICKER


async def test_what_comes_twice_is_ignored(cloud: Cloud) -> None:
    image, first, second = cloud.image(), piece(0, 2, STICKER[:6]), piece(1, 2, STICKER[6:])
    cloud.part = [image, first, first, image, first, second, second, STOP]
    async with VirtualDevice(cloud.url, inline_image=True) as device:
        result = await device.say(PACKETS, real_time=False)
    assert result.sticker is not None
    assert result.sticker.printer_bytes == STICKER


@pytest.mark.parametrize("inline", [False, True])
async def test_an_encoded_sticker_is_decoded_before_it_is_printed(cloud: Cloud, inline: bool) -> None:
    body = ENCODERS["zlib"](STICKER)
    announced = {"encoding": "zlib", "encoded_bytes": len(body), "encoded_sha256": hashlib.sha256(body).hexdigest()}
    image = cloud.image(**announced, url=cloud.file("sticker.escpos.zlib", body))
    cloud.part = [image, *([piece(0, 1, body)] if inline else []), STOP]
    async with VirtualDevice(cloud.url, image_encodings=("zlib",), inline_image=inline) as device:
        result = await device.say(PACKETS, real_time=False)
    assert result.sticker is not None
    assert result.sticker.printer_bytes == STICKER
    assert cloud.messages[0]["features"]["image_encodings"] == ["zlib"]


@pytest.mark.parametrize(
    ("body", "changed", "sentence"),
    [
        (PACKED, {"encoded_bytes": 7}, f"{len(PACKED)} bytes differ from the 7 announced"),
        (ENCODERS["zlib"](STICKER[:-1]), {}, "10 bytes differ from the 11 announced"),
        (b"no zlib", {}, "this is not valid zlib"),
        (zlib.compress(STICKER), {}, "this is not valid zlib"),
    ],
)
async def test_an_encoded_sticker_that_is_not_what_was_announced_is_not_printed(
    cloud: Cloud, body: bytes, changed: dict[str, Any], sentence: str
) -> None:
    """The last uses a window of 32 KB, which a device may not support."""
    announced = {"encoding": "zlib", "encoded_bytes": len(body), "encoded_sha256": hashlib.sha256(body).hexdigest()}
    cloud.part = [cloud.image(**announced | changed, url=cloud.file("sticker.escpos.zlib", body)), STOP]
    async with VirtualDevice(cloud.url, image_encodings=("zlib",)) as device:
        with pytest.raises(StickerDamaged) as damaged:
            await device.say(PACKETS, real_time=False)
    assert str(damaged.value) == sentence


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"sha256": "0" * 64}, "11 bytes differ from the 11 announced"),
        ({"bytes": 12}, "11 bytes differ from the 12 announced"),
        ({"url": "http://127.0.0.1:9/"}, "the download failed: ConnectError"),
    ],
)
async def test_a_sticker_that_is_not_what_was_announced_is_not_printed(
    cloud: Cloud, changed: dict[str, Any], sentence: str
) -> None:
    cloud.part = [cloud.image(**changed), STOP]
    async with VirtualDevice(cloud.url) as device:
        with pytest.raises(StickerDamaged) as damaged:
            await device.say(PACKETS, real_time=False)
    await cloud.gone.wait()
    assert str(damaged.value) == sentence
    assert (cloud.messages[-1]["state"], cloud.messages[-1]["reason"]) == ("failed", sentence)


@pytest.mark.parametrize(
    ("status", "headers", "body", "sentence"),
    [
        (403, {}, b"", "the download was answered with 403"),
        (302, {"Location": "/sticker.escpos"}, b"", "the download was answered with 302"),
        (200, {}, b"GIF89a", "the preview is not a PNG"),
    ],
)
async def test_a_preview_that_the_display_cannot_take_is_refused(
    cloud: Cloud, status: int, headers: dict[str, str], body: bytes, sentence: str
) -> None:
    cloud.part = [cloud.image(preview_url=cloud.file("odd.png", body, status, **headers)), STOP]
    async with VirtualDevice(cloud.url) as device:
        with pytest.raises(StickerDamaged, match=sentence):
            await device.say(PACKETS, real_time=False)


async def test_missing_pieces_are_waited_for_and_named_in_the_end(cloud: Cloud) -> None:
    cloud.part = [HEARD, cloud.image(), piece(0, 2, STICKER[:6]), STOP]
    async with VirtualDevice(cloud.url, inline_image=True, patience_seconds=0.1) as device:
        with pytest.raises(TimeoutError, match=r"no image within 0\.1 s; received: stt, image, image_data, tts"):
            await device.say(PACKETS, real_time=False)


async def test_no_answer_is_an_error_that_says_what_was_heard(cloud: Cloud) -> None:
    cloud.part = [HEARD, '{"message": "Internal server error", "connectionId": "c"}']
    async with VirtualDevice(cloud.url, patience_seconds=0.1) as device:
        with pytest.raises(TimeoutError, match=r"no end of the exchange within 0\.1 s; received: stt; 1 texts ignored"):
            await device.say(PACKETS, real_time=False)


async def test_a_closed_connection_is_an_error_with_its_code(cloud: Cloud) -> None:
    cloud.part = [HEARD, 1011]
    async with VirtualDevice(cloud.url) as device:
        with pytest.raises(ConnectionError, match="closed with 1011 before end of the exchange; received: stt"):
            await device.say(PACKETS, real_time=False)
        with pytest.raises(ConnectionError, match="closed with 1011"):
            await device.abort()


async def test_a_refused_handshake_is_an_error_with_its_status(cloud: Cloud) -> None:
    cloud.refusal = HTTPStatus.UNAUTHORIZED
    with pytest.raises(ConnectionRefusedError, match="answered with 401"):
        async with VirtualDevice(cloud.url):
            pytest.fail("the handshake should be refused")


async def test_a_cloud_that_does_not_say_hello_is_given_up(cloud: Cloud) -> None:
    cloud.says_hello = False
    with pytest.raises(TimeoutError, match=r"no hello within 0\.1 s; received: nothing"):
        async with VirtualDevice(cloud.url, handshake_seconds=0.1):
            pytest.fail("there was no hello")


async def test_messages_are_told_as_they_come(cloud: Cloud) -> None:
    messages: list[tuple[float, CloudMessage]] = []
    cloud.part = [HEARD, STOP]
    async with VirtualDevice(cloud.url, on_message=lambda at, message: messages.append((at, message))) as device:
        result = await device.say(PACKETS, real_time=False)
    assert [message.type for _, message in messages] == ["hello", "stt", "tts"]
    assert [at for at, _ in messages[1:]] == pytest.approx([at for at, _ in result.events], abs=0.05)


async def test_a_device_can_go_without_a_word(cloud: Cloud) -> None:
    async with VirtualDevice(cloud.url) as device:
        device.drop()
        with pytest.raises(ConnectionError):
            await device.answer()
