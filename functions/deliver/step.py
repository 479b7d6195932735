"""Sends the sticker to the device: an image message, its bytes for some devices, and the closing messages."""

import base64
import time
from collections.abc import Iterator, Sequence

from functions.deliver.phrases import READY
from stikadoo.aws.bucket import Bucket
from stikadoo.aws.postbox import Connect, Postbox
from stikadoo.aws.registry import Registry
from stikadoo.errors import DeviceGone, ProviderRefusedKey, TemporaryError, WishCancelled
from stikadoo.execution import Delivery, Device, ExecutionDocument, Picture, Speech, Sticker, ended
from stikadoo.languages import in_language
from stikadoo.messages import Image, ImageData, Llm, Message, Tts

PIECE_BYTES = 18 * 1024
"24 KB of base64: with the rest of the message below API Gateway's limit of 32 KB per frame."


class RenderedDocument(ExecutionDocument):
    sticker: Sticker
    speech: Speech | None = None
    picture: Picture | None = None


def deliver(
    document: RenderedDocument, bucket: Bucket, registry: Registry, connect: Connect, url_seconds: int
) -> Delivery:
    """Only the sticker, without closing messages, if the device has begun a newer turn.

    Stored as soon as the device has the sticker: what fails later does not send it again. Raises WishCancelled, and
    DeviceGone; then the sticker is kept.
    """
    recipient = registry.recipient(document.device, document.recording_id)
    postbox = connect(recipient.device)
    delivery = bucket.find_facts(document.folder.delivery, Delivery)
    if delivery is None:
        if recipient.is_cancelled:
            raise WishCancelled("the button")
        delivery = _send(document, recipient.device, bucket, postbox, url_seconds)
        delivery = delivery.model_copy(update={"is_stored": _stored(delivery, document, bucket)})
    closing = [] if recipient.has_moved_on else list(closing_messages(recipient.device))
    return delivery.model_copy(update={"is_closed": _posted(closing, postbox)})


def _send(document: RenderedDocument, device: Device, bucket: Bucket, postbox: Postbox, url_seconds: int) -> Delivery:
    """All that the device needs to print. A repeated one has the same sticker_id, and the same index of a piece."""
    postbox.post(_image(document, device, bucket, url_seconds))
    sticker = bucket.read(_sent_key(document.sticker)) if device.inline_image else b""
    inline = list(pieces(document.recording_id, device, sticker))
    for piece in inline:
        postbox.post(piece)
    illustrator = document.picture and document.picture.answered_by
    return Delivery(pieces=len(inline), waited_seconds=_waited(document), illustrator=illustrator)


def _stored(delivery: Delivery, document: RenderedDocument, bucket: Bucket) -> bool:
    """A sticker that is on paper has not failed because a note about it cannot be stored."""
    try:
        bucket.put_facts(document.folder.delivery, delivery)
    except (TemporaryError, ProviderRefusedKey):
        return False
    return True


def _posted(closing: Sequence[Message], postbox: Postbox) -> bool:
    """Whether the closing messages were accepted. The device has its sticker, whatever becomes of them."""
    try:
        for message in closing:
            postbox.post(message)
    except (DeviceGone, TemporaryError, ProviderRefusedKey):
        return False
    return True


def _sent_key(sticker: Sticker) -> str:
    """The key of the bytes that the device receives."""
    return sticker.encoded.key if sticker.encoded else sticker.key


def _image(document: RenderedDocument, device: Device, bucket: Bucket, url_seconds: int) -> Image:
    sticker, encoded = document.sticker, document.sticker.encoded
    return Image(
        session_id=device.session_id,
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


def pieces(sticker_id: str, device: Device, sticker: bytes) -> Iterator[ImageData]:
    """The sticker's bytes, encoded or not, in messages that each fit one frame."""
    starts = range(0, len(sticker), PIECE_BYTES)
    for index, start in enumerate(starts):
        yield ImageData(
            session_id=device.session_id,
            sticker_id=sticker_id,
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
    return round(time.time() - ended(document.recording, document.speech).stopped_ms / 1000, 3)
