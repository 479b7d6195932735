"""A picture becomes a sticker: the dots this printer can print, as a PNG, as bare rows, as its own bytes, as a preview.

The facts are written last: a sticker.json means that all else is there.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image

from functions.render.bitmap import bitmap
from functions.render.dither import Style
from functions.render.preview import preview
from functions.render.printers import LANGUAGES
from functions.render.raster import packed
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import ExecutionDocument, Picture, Printer, Sticker
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
    picture, folder = document.picture, document.folder
    rendered = rendition(bucket.read(picture.key), document.device.printer, picture.engine, options)
    bucket.put(folder.sticker_png, rendered.png, "image/png")
    bucket.put(folder.sticker_bin, rendered.rows)
    bucket.put(folder.sticker_escpos, rendered.commands)
    bucket.put(folder.preview, rendered.preview, "image/png")
    sticker = Sticker(
        key=folder.sticker_escpos,
        preview_key=folder.preview,
        width=rendered.width,
        height=rendered.height,
        bytes=len(rendered.commands),
        sha256=sha256(rendered.commands).hexdigest(),
        style=rendered.style,
        device_id=document.device.device_id,
    )
    bucket.put_facts(folder.sticker, sticker)
    return sticker


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
        commands=LANGUAGES[printer.language].encode(dots, printer.dpi),
        preview=_png(preview(dots)),
    )


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", compress_level=3)  # 6, the default, takes twice the time for a tenth less
    return file.getvalue()
