"""A picture becomes a sticker: the dots this printer can print, as a PNG, as bare rows, as its own bytes, as a preview.

The facts are written last: a sticker.json means that all else is there.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image

from functions.render.bitmap import bitmap
from functions.render.dither import Style
from functions.render.duration import print_seconds
from functions.render.encodings import encoded
from functions.render.preview import preview
from functions.render.printers import commands
from functions.render.raster import packed
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
    """One sticker in its four forms."""

    style: Style
    width: int
    "dots"
    height: int
    "dots"
    png: bytes
    rows: bytes
    "eight dots a byte, the leftmost in the highest bit, 1 is black"
    commands: bytes
    "in the printer's language"
    preview: bytes


def render(document: DrawnDocument, bucket: Bucket, options: RenderSettings) -> Sticker:
    """Raises ProviderUnavailable for a picture none can read, PictureRefused for a blank one, UnknownProvider for an
    option, and S3's troubles."""
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
    """What the device will fetch instead, if it can decode anything."""
    found = encoded(sticker, device.image_encodings)
    if not found:
        return None
    encoding, body = found
    key = folder.encoded_sticker_in(device.printer.language, encoding)
    bucket.put(key, body)
    return EncodedSticker(key=key, encoding=encoding, bytes=len(body), sha256=sha256(body).hexdigest())


def rendition(picture: bytes, printer: Printer, engine: str, options: RenderSettings) -> Rendered:
    """Raises ProviderUnavailable, PictureRefused; both name the engine that drew. UnknownProvider for an option."""
    drawn = bitmap(picture, printer, engine, options)
    dots = drawn.dots
    return Rendered(
        style=drawn.style,
        width=dots.width,
        height=dots.height,
        png=_png(dots),
        rows=packed(dots),
        commands=commands(dots, printer),
        preview=_png(preview(drawn.seen)),
    )


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", compress_level=3)  # 6, the default, takes twice the time for a tenth less
    return file.getvalue()
