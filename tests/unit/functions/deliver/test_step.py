"""Stickers are delivered by URL, and in pieces to devices that request it."""

import base64
import hashlib
import json
import urllib.request
import zlib
from typing import Any

import boto3
import pytest

from functions.deliver.phrases import READY
from functions.deliver.step import RenderedDocument, closing_messages, deliver
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.clients import client
from stikadoo.aws.registry import Registry
from stikadoo.errors import DeviceGone, WishCancelled
from stikadoo.execution import Delivery, EncodedSticker, ListenMode, Sticker
from stikadoo.keys import recording_id
from stikadoo.languages import LANGUAGES
from stikadoo.messages import Image, ImageData
from stikadoo.turns import Event, Kind
from tests.connections import Connections
from tests.documents import DEVICE, RECORDING, session_of

DOTS = bytes(range(256)) * 200


def rendered(bucket: Bucket, *, inline: bool = False) -> RenderedDocument:
    device = DEVICE.model_copy(update={"inline_image": inline})
    document = RenderedDocument(
        recording_id="r1",
        device=device,
        recording=RECORDING,
        sticker=Sticker(
            key="recordings/r1/sticker.escpos",
            preview_key="recordings/r1/preview.png",
            width=384,
            height=400,
            bytes=len(DOTS),
            sha256=hashlib.sha256(DOTS).hexdigest(),
            style="line",
            device_id=device.device_id,
        ),
    )
    bucket.put(document.sticker.key, DOTS)
    bucket.put(document.sticker.preview_key, b"png")
    return document


def test_the_image_message_opens_both_files(bucket: Bucket, registry: Registry, connections: Connections) -> None:
    delivery = deliver(rendered(bucket), bucket, registry, connections.connect, 60)
    image = connections.sent("c1")[0]
    assert isinstance(image, Image)
    with urllib.request.urlopen(image.url) as sticker, urllib.request.urlopen(image.preview_url) as preview:
        assert (sticker.read(), preview.read()) == (DOTS, b"png")
    assert connections.types("c1") == ["image", "llm", "tts", "tts"]
    assert delivery.pieces == 0
    assert bucket.find_facts("recordings/r1/delivery.json", Delivery) == delivery


def test_a_sticker_without_new_fields_gives_an_image_message_without_them(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    deliver(rendered(bucket), bucket, registry, connections.connect, 60)
    image = connections.sent("c1")[0]
    assert isinstance(image, Image)
    assert (image.format, image.encoding, image.bytes) == ("escpos", "identity", len(DOTS))
    assert image.model_fields_set.isdisjoint({"encoded_bytes", "encoded_sha256", "print_seconds"})


@pytest.mark.parametrize("inline", [False, True])
def test_an_encoded_sticker_is_sent_with_both_sizes(
    bucket: Bucket, registry: Registry, connections: Connections, inline: bool
) -> None:
    body = zlib.compress(DOTS)
    encoded = EncodedSticker(
        key="recordings/r1/sticker.zpl.zlib", encoding="zlib", bytes=len(body), sha256=hashlib.sha256(body).hexdigest()
    )
    bucket.put(encoded.key, body)
    document = rendered(bucket, inline=inline)
    sticker = document.sticker.model_copy(update={"encoded": encoded, "format": "zpl", "print_seconds": 3.2})
    deliver(document.model_copy(update={"sticker": sticker}), bucket, registry, connections.connect, 60)
    image, *pieces = (one for one in connections.sent("c1") if isinstance(one, Image | ImageData))
    assert isinstance(image, Image)
    assert (image.format, image.encoding, image.print_seconds) == ("zpl", "zlib", 3.2)
    assert (image.bytes, image.sha256) == (len(DOTS), hashlib.sha256(DOTS).hexdigest())
    assert (image.encoded_bytes, image.encoded_sha256) == (encoded.bytes, encoded.sha256)
    with urllib.request.urlopen(image.url) as fetched:
        assert fetched.read() == body
    assert b"".join(base64.b64decode(piece.data) for piece in pieces) == (body if inline else b"")


def test_pieces_join_to_the_same_bytes_and_fit_a_frame(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    deliver(rendered(bucket, inline=True), bucket, registry, connections.connect, 60)
    pieces = [message for message in connections.sent("c1") if isinstance(message, ImageData)]
    assert b"".join(base64.b64decode(piece.data) for piece in pieces) == DOTS
    assert [(piece.index, piece.count) for piece in pieces] == [(0, 3), (1, 3), (2, 3)]
    assert all(len(piece.data) <= 24 * 1024 and len(piece.encode()) < 32 * 1024 for piece in pieces)


def test_a_disconnected_device_leaves_no_delivery(bucket: Bucket, registry: Registry, connections: Connections) -> None:
    connections.gone.add("c1")
    with pytest.raises(DeviceGone):
        deliver(rendered(bucket), bucket, registry, connections.connect, 60)
    assert bucket.find("recordings/r1/delivery.json") is None


def test_auto_mode_ends_without_tts() -> None:
    device = DEVICE.model_copy(update={"mode": ListenMode.REALTIME})
    assert [message.type for message in closing_messages(device)] == ["llm"]  # type: ignore[attr-defined]


def test_every_language_has_its_sentence() -> None:
    assert set(READY) == set(LANGUAGES)


def test_a_replay_has_no_waiting_time(bucket: Bucket, registry: Registry, connections: Connections) -> None:
    """A replay runs hours later, so its time since listen stop is no waiting time."""
    document = rendered(bucket)
    waited = deliver(document, bucket, registry, connections.connect, 60).waited_seconds
    replay = document.model_copy(update={"recording_id": "r1-r2", "replay_of": "r1"})
    again = deliver(replay, bucket, registry, connections.connect, 60).waited_seconds
    assert (waited is None, again) == (False, None)


@pytest.mark.parametrize("inline", [False, True])
def test_a_device_that_speaks_again_gets_its_sticker_alone(
    bucket: Bucket, registry: Registry, connections: Connections, inline: bool
) -> None:
    document = of_first_turn(rendered(bucket, inline=inline), registry)
    registry.record(DEVICE.session_id, Event(RECORDING.stopped_ms + 200, Kind.START, "manual"))
    deliver(document, bucket, registry, connections.connect, 60)
    assert connections.types("c1") == ["image", *["image_data"] * 3 * inline]


def test_what_was_taken_back_is_not_delivered_to_a_device_that_speaks_again(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    document = of_first_turn(rendered(bucket), registry)
    registry.record(DEVICE.session_id, Event(RECORDING.stopped_ms + 200, Kind.START, "manual"))
    registry.record(DEVICE.session_id, Event(RECORDING.stopped_ms + 200, Kind.ABORT))
    with pytest.raises(WishCancelled):
        deliver(document, bucket, registry, connections.connect, 60)
    assert connections.sent("c1") == []


def test_a_retry_does_not_send_a_delivered_sticker_again(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    """The worker was killed, or its answer was lost."""
    document = of_first_turn(rendered(bucket, inline=True), registry)
    first = deliver(document, bucket, registry, connections.connect, 60)
    registry.record(DEVICE.session_id, Event(RECORDING.stopped_ms + 200, Kind.ABORT))
    assert deliver(document, bucket, registry, connections.connect, 60) == first
    assert connections.types("c1").count("image") == 1
    assert connections.types("c1").count("image_data") == 3


def test_a_retry_after_half_a_delivery_sends_the_same_pieces(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    document = rendered(bucket, inline=True)
    connections.leaves_after["c1"] = 2
    with pytest.raises(DeviceGone):
        deliver(document, bucket, registry, connections.connect, 60)
    connections.gone.clear()
    deliver(document, bucket, registry, connections.connect, 60)
    pieces = [message.index for message in connections.sent("c1") if isinstance(message, ImageData)]
    assert pieces == [0, 0, 1, 2]


@pytest.mark.parametrize("failure", ["leaves", "is throttled"])
def test_a_sticker_is_delivered_whatever_becomes_of_the_closing_words(
    bucket: Bucket, registry: Registry, connections: Connections, failure: str
) -> None:
    if failure == "leaves":
        connections.leaves_after["c1"] = 1
    else:
        connections.throttled_after["c1"] = 1
    delivery = deliver(rendered(bucket), bucket, registry, connections.connect, 60)
    assert (delivery.is_closed, delivery.is_stored) == (False, True)
    assert connections.types("c1") == ["image"]


def test_a_sticker_is_delivered_though_no_note_of_it_can_be_stored(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    document = rendered(bucket)
    reader = Bucket(bucket.name, client_that_only_reads(bucket.name))
    delivery = deliver(document, reader, registry, connections.connect, 60)
    assert (delivery.is_closed, delivery.is_stored) == (True, False)
    assert connections.types("c1") == ["image", "llm", "tts", "tts"]


def client_that_only_reads(bucket: str) -> Any:
    iam, name = client("iam"), f"reader-{bucket}"
    iam.create_user(UserName=name)
    policy = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    iam.put_user_policy(UserName=name, PolicyName="reads", PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return boto3.client("s3", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])


def test_the_sticker_follows_a_device_that_has_reconnected(
    bucket: Bucket, registry: Registry, connections: Connections
) -> None:
    """A Wi-Fi blip after listen stop: API Gateway may not even know yet that the first connection is dead."""
    document = of_first_turn(rendered(bucket), registry)
    again = session_of("c2", DEVICE.device_id, RECORDING.stopped_ms + 1)
    registry.open(again)
    deliver(document, bucket, registry, connections.connect, 60)
    assert (connections.types("c1"), connections.types("c2")) == ([], ["image", "llm", "tts", "tts"])
    assert {message.session_id for message in connections.sent("c2")} == {again.session_id}


def of_first_turn(document: RenderedDocument, registry: Registry) -> RenderedDocument:
    """The document as of the first recording of an open session."""
    registry.open(session_of("c1", DEVICE.device_id))
    registry.record(DEVICE.session_id, Event(RECORDING.started_ms, Kind.START, "manual"))
    registry.record(DEVICE.session_id, Event(RECORDING.stopped_ms, Kind.STOP))
    return document.model_copy(update={"recording_id": recording_id(DEVICE.device_id, "c1", RECORDING.started_ms)})
