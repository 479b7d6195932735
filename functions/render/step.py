"""Renders a picture for one printer and stores the sticker: as PNG, as rows of bits, as printer commands, as a preview.

sticker.json is written last: if it exists, the other files do, too.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image

from functions.render.bitmap import bitmap
from functions.render.duration import print_seconds
from functions.render.encodings import encoded
from functions.render.preview import preview
from functions.render.printers import commands
from functions.render.printers.raw import packed
from functions.render.style import Style
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Device, EncodedSticker, ExecutionDocument, Picture, Printer, Sticker
from stikadoo.keys import RecordingFolder
from stikadoo.worker_settings import RenderSettings


class DrawnPicture(Picture):
    key: str


class DrawnDocument(ExecutionDocument):
    picture: DrawnPicture


@dataclass(frozen=True)
class Rendered:
    """One sticker in four forms."""

    style: Style
    width: int
    "dots"
    height: int
    "dots"
    png: bytes
    rows: bytes
    "eight dots per byte, the leftmost in the highest bit, 1 is black"
    commands: bytes
    "in the printer's language"
    preview: bytes


def render(document: DrawnDocument, bucket: Bucket, options: RenderSettings) -> Sticker:
    """Raises PictureUnusable for an unreadable picture, PictureRefused for a blank one, UnknownProvider for a wrong
    setting, and the errors of S3."""
    picture, folder, device = document.picture, document.folder, document.device
    rendered = rendition(bucket.read(picture.key), device.printer, picture.engine, options)
    key = folder.sticker_in(device.printer.language)
    files = {folder.sticker_png: rendered.png, folder.sticker_bin: rendered.rows, folder.preview: rendered.preview}
    for name, body in {**files, key: rendered.commands}.items():
        bucket.put(name, body, "image/png" if name.endswith(".png") else "application/octet-stream")
    sticker = Sticker(
        key=key,
        preview_key=folder.preview,
        format=device.printer.language,
        width=rendered.width,
        height=rendered.height,
        bytes=len(rendered.commands),
        sha256=sha256(rendered.commands).hexdigest(),
        encoded=_encoded(rendered.commands, device, folder, bucket),
        print_seconds=print_seconds(len(rendered.commands), rendered.height, device.printer),
        style=rendered.style,
        device_id=device.device_id,
    )
    bucket.put_facts(folder.sticker, sticker)
    return sticker


def _encoded(sticker: bytes, device: Device, folder: RecordingFolder, bucket: Bucket) -> EncodedSticker | None:
    """What the device downloads instead of the commands. None if no encoding it can decode is smaller."""
    smallest = encoded(sticker, device.image_encodings)
    if not smallest:
        return None
    encoding, body = smallest
    key = folder.encoded_sticker_in(device.printer.language, encoding)
    bucket.put(key, body)
    return EncodedSticker(key=key, encoding=encoding, bytes=len(body), sha256=sha256(body).hexdigest())


def rendition(picture: bytes, printer: Printer, engine: str, options: RenderSettings) -> Rendered:
    """Raises PictureUnusable and PictureRefused with the engine's name, and UnknownProvider for a wrong setting."""
    printed = bitmap(picture, printer, engine, options)
    dots = printed.dots
    return Rendered(
        style=printed.style,
        width=dots.width,
        height=dots.height,
        png=_png(dots),
        rows=packed(dots),
        commands=commands(dots, printer),
        preview=_png(preview(printed.as_drawn)),
    )


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", compress_level=3)  # the default, 6, takes twice the time and saves a tenth of the bytes
    return file.getvalue()
