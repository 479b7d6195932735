"""Sends the sticker to the device: an image message, its bytes for some devices, and the closing messages."""

import base64
import time
from collections.abc import Iterator

from functions.deliver.phrases import READY
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Postbox
from stikadoo.aws.registry import Registry
from stikadoo.errors import WishCancelled
from stikadoo.execution import Delivery, Device, ExecutionDocument, Picture, Sticker
from stikadoo.languages import in_language
from stikadoo.messages import Image, ImageData, Llm, Message, Tts

PIECE_BYTES = 18 * 1024
"24 KB of base64: with the rest of the message below API Gateway's limit of 32 KB per frame."


class RenderedDocument(ExecutionDocument):
    sticker: Sticker
    picture: Picture | None = None


def deliver(
    document: RenderedDocument, bucket: Bucket, registry: Registry, postbox: Postbox, url_seconds: int
) -> Delivery:
    """Only the sticker, without closing messages, if the device has begun a newer turn.

    Raises WishCancelled, and DeviceGone; then the sticker is kept.
    """
    standing = registry.standing(document.device.session_id, document.recording_id)
    if standing.is_cancelled:
        raise WishCancelled("the button")
    postbox.post(_image(document, bucket, url_seconds))
    inline = list(pieces(document, bucket.read(_sent_key(document.sticker)))) if document.device.inline_image else []
    closing = () if standing.has_moved_on else closing_messages(document.device)
    for message in (*inline, *closing):
        postbox.post(message)
    illustrator = document.picture and document.picture.answered_by
    delivery = Delivery(pieces=len(inline), waited_seconds=_waited(document), illustrator=illustrator)
    bucket.put_facts(document.folder.delivery, delivery)
    return delivery


def _sent_key(sticker: Sticker) -> str:
    """The key of the bytes that the device receives."""
    return sticker.encoded.key if sticker.encoded else sticker.key


def _image(document: RenderedDocument, bucket: Bucket, url_seconds: int) -> Image:
    sticker, encoded = document.sticker, document.sticker.encoded
    return Image(
        session_id=document.device.session_id,
        sticker_id=document.recording_id,
        width=sticker.width,
        height=sticker.height,
        format=sticker.format,
        bytes=sticker.bytes,
        sha256=sticker.sha256,
        encoding=encoded.encoding if encoded else "identity",
        encoded_bytes=encoded.bytes if encoded else None,
        encoded_sha256=encoded.sha256 if encoded else None,
        print_seconds=sticker.print_seconds,
        url=bucket.url(_sent_key(sticker), url_seconds),
        preview_url=bucket.url(sticker.preview_key, url_seconds),
    )


def pieces(document: RenderedDocument, sticker: bytes) -> Iterator[ImageData]:
    """The sticker's bytes, encoded or not, in messages that each fit one frame."""
    starts = range(0, len(sticker), PIECE_BYTES)
    for index, start in enumerate(starts):
        yield ImageData(
            session_id=document.device.session_id,
            sticker_id=document.recording_id,
            index=index,
            count=len(starts),
            data=base64.b64encode(sticker[start : start + PIECE_BYTES]).decode(),
        )


def closing_messages(device: Device) -> Iterator[Message]:
    yield Llm(session_id=device.session_id, emotion="happy")
    if device.accepts_tts:
        yield Tts(session_id=device.session_id, state="sentence_start", text=in_language(READY, device.language))
        yield Tts(session_id=device.session_id, state="stop")


def _waited(document: RenderedDocument) -> float | None:
    """Seconds from listen stop on API Gateway's clock to now on ours.

    None for a typed wish, which has no listen stop, and for a replay, for which no child waited.
    """
    if document.recording is None or document.replay_of:
        return None
    return round(time.time() - document.recording.stopped_ms / 1000, 3)
