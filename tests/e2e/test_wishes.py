"""A wish sent by a device on a real WebSocket ends in a sticker or a kind alert."""

import asyncio
import io
import json
from typing import Any

import pytest
from PIL import Image as Picture

from device.exchange import Result
from device.opus_encoder import packets
from device.printer import printed
from device.sticker import Sticker
from infra.local_stack import Stack
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.execution import ListenMode, Printer
from tests.e2e.conftest import SPEECH, Direct
from tests.eventually import eventually

pytestmark = pytest.mark.stack


def assert_prints(result: Result, width: int = 384) -> Sticker:
    """What the printer makes of it has this printer's width, and a drawing on it."""
    assert result.alert is None
    assert result.sticker
    with Picture.open(io.BytesIO(printed(result.sticker.printer_bytes))) as paper:
        assert (paper.width, paper.height) == (width, result.sticker.image.height)
        black = paper.convert("L").histogram()[0]
    assert 0.01 < black / (width * paper.height) < 0.6
    assert result.sticker.preview_size == (480, 480)
    return result.sticker


def assert_heard(result: Result, *nouns: str) -> None:
    heard = (result.transcript or "").lower()
    assert all(noun in heard for noun in nouns), heard


@pytest.mark.parametrize("protocol", [1, 2, 3])
async def test_every_protocol_through_the_bridge(bridged: Direct, protocol: int) -> None:
    async with bridged(protocol=protocol) as device:
        result = await device.say(packets(SPEECH / "cat-rocket.wav"))
    assert_heard(result, "cat", "rocket")
    assert_prints(result)


@pytest.mark.parametrize("mode", ["direct", "base64"])
@pytest.mark.parametrize("protocol", [1, 2, 3])
async def test_text_frames_straight_to_the_api(direct: Direct, mode: str, protocol: int) -> None:
    async with direct(mode=mode, protocol=protocol) as device:
        result = await device.say(packets(SPEECH / "dragon.wav"), real_time=False)
    assert_heard(result, "dragon")
    assert_prints(result)


@pytest.mark.parametrize(
    ("wav", "nouns"),
    [
        ("dog-balloons.wav", ("dog", "balloons")),
        ("unicorn-pizza.wav", ("unicorn", "pizza")),
        ("robot-rain.wav", ("robot",)),
    ],
)
async def test_other_voices_are_understood(bridged: Direct, wav: str, nouns: tuple[str, ...]) -> None:
    async with bridged() as device:
        result = await device.say(packets(SPEECH / wav), real_time=False)
    assert_heard(result, *nouns)
    assert_prints(result)


@pytest.mark.parametrize("listen_mode", ["auto", "realtime"])
async def test_a_device_without_a_button_ends_its_wish_with_silence(bridged: Direct, listen_mode: str) -> None:
    """Stock firmware in auto mode sends no listen stop; tts would re-open its microphone."""
    quiet = packets(SPEECH / "silence.wav")
    async with bridged(listen_mode=ListenMode(listen_mode)) as device:
        await device.speak(packets(SPEECH / "cat-rocket.wav") + quiet, sends_stop=False)
        result = await device.answer()
    assert_heard(result, "cat", "rocket")
    assert_prints(result)
    assert "tts" not in {message.type for _, message in result.events}


async def test_one_connection_has_many_wishes(bridged: Direct) -> None:
    async with bridged() as device:
        for wav, noun in (("dragon.wav", "dragon"), ("cat-rocket.wav", "cat")):
            result = await device.say(packets(SPEECH / wav), real_time=False)
            assert_heard(result, noun)
            assert_prints(result)


async def test_a_typed_wish_prints_on_a_wider_printer(direct: Direct) -> None:
    async with direct(printer={"width_dots": 576}) as device:
        assert_prints(await device.wish("a dragon"), width=576)


async def test_a_sticker_comes_in_its_printers_language_and_in_an_encoding_the_device_knows(direct: Direct) -> None:
    async with direct(printer=Printer(model="escpos-column-58"), image_encodings=("heatshrink",)) as device:
        result = await device.wish("a dragon")
    assert result.sticker
    image = result.sticker.image
    assert (image.format, image.encoding, image.width) == ("escpos-column", "heatshrink", 384)
    assert image.encoded_bytes
    assert image.encoded_bytes < image.bytes
    assert image.print_seconds
    with Picture.open(io.BytesIO(printed(result.sticker.printer_bytes, image.format, image.width))) as paper:
        assert paper.width == 384
        assert image.height <= paper.height < image.height + 24


async def test_pieces_through_the_websocket(direct: Direct) -> None:
    async with direct(inline_image=True) as device:
        assert_prints(await device.wish("a castle and a dragon"))


@pytest.mark.parametrize("wav", ["silence.wav", "noise.wav"])
async def test_silence_and_noise_get_a_kind_alert(bridged: Direct, wav: str) -> None:
    async with bridged() as device:
        result = await device.say(packets(SPEECH / wav), real_time=False)
    assert result.sticker is None
    assert result.alert
    assert result.alert.message.startswith("I did not hear anything")


async def test_a_spoken_cancel_prints_nothing(bridged: Direct) -> None:
    async with bridged(language="zh-CN") as device:
        result = await device.say(packets(SPEECH / "cancel.wav"), real_time=False)
    assert result.sticker is None
    assert result.alert
    assert "算啦" in result.alert.message


@pytest.mark.parametrize("text", ["never mind", "cancel that", "算了"])
async def test_a_cancel_phrase_prints_nothing(direct: Direct, text: str) -> None:
    async with direct() as device:
        result = await device.wish(text)
    assert result.sticker is None
    assert result.alert
    assert result.alert.status == "Okay"


@pytest.mark.parametrize("text", ["a cat on a blanket", "dinosaur", "a bus stop"])
async def test_a_trap_prints(direct: Direct, text: str) -> None:
    async with direct() as device:
        assert_prints(await device.wish(text))


async def test_the_printing_is_written_beside_the_sticker(direct: Direct, stack: Stack) -> None:
    async with direct() as device:
        sticker = assert_prints(await device.wish("a cat"))
        bucket = Bucket(stack.outputs.bucket, client("s3"))
        key = f"recordings/{sticker.image.sticker_id}/printed.json"
        told = await asyncio.to_thread(eventually, lambda: bucket.find(key))
    found: dict[str, Any] = json.loads(told)
    assert found["state"] == "done"


async def test_ten_devices_at_once_lose_no_chunk(bridged: Direct, stack: Stack) -> None:
    spoken = packets(SPEECH / "cat-rocket.wav")

    async def one(number: int) -> Result:
        async with bridged(device_id=f"02:00:00:00:01:{number:02x}") as device:
            return await device.say(spoken)

    talks = await asyncio.gather(*(one(number) for number in range(10)))
    bucket = Bucket(stack.outputs.bucket, client("s3"))
    for result in talks:
        sticker = assert_prints(result)
        facts = json.loads(bucket.read(f"recordings/{sticker.image.sticker_id}/audio.json"))
        assert (facts["packets"], facts["lost"], facts["corrupt"]) == (len(spoken), 0, 0)
