"""Downloads or reassembles an announced sticker, and verifies its length and SHA-256."""

import base64
import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from device.decoding import decode
from device.errors import StickerDamaged
from stikadoo.messages import Image, ImageData

FETCH_SECONDS = 30.0
"The firmware's HTTP timeout."

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SIZE = struct.Struct("!II")
"Width and height in the IHDR chunk, after 8 bytes of signature and 8 of chunk header."


@dataclass(frozen=True)
class Sticker:
    """A received and verified sticker."""

    image: Image
    printer_bytes: bytes
    "In the printer's command language, decoded."
    preview: bytes
    "PNG for the display."
    preview_size: tuple[int, int]
    "Pixels, wide and high."


async def fetch_sticker(image: Image, pieces: Sequence[ImageData] = ()) -> Sticker:
    """Raises StickerDamaged."""
    async with httpx.AsyncClient(timeout=FETCH_SECONDS, follow_redirects=False) as client:
        body = assemble(pieces) if pieces else await _download(client, image.url)
        preview = await _download(client, image.preview_url)
    if image.encoding != "identity":
        _check(body, image.encoded_bytes, image.encoded_sha256)
    printer_bytes = decode(body, image.encoding)
    _check(printer_bytes, image.bytes, image.sha256)
    return Sticker(image, printer_bytes, preview, png_size(preview))


def _check(body: bytes, announced: int | None, sha256: str | None) -> None:
    if len(body) != announced or hashlib.sha256(body).hexdigest() != sha256:
        raise StickerDamaged(f"{len(body)} bytes differ from the {announced} announced")


def assemble(pieces: Sequence[ImageData]) -> bytes:
    """Raises StickerDamaged unless every piece is there exactly once."""
    in_order = sorted(pieces, key=lambda piece: piece.index)
    if [piece.index for piece in in_order] != list(range(in_order[0].count)):
        raise StickerDamaged(f"pieces {[piece.index for piece in in_order]} of {in_order[0].count}")
    return b"".join(base64.b64decode(piece.data, validate=True) for piece in in_order)


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises StickerDamaged for other formats: the firmware's display shows PNG only."""
    if not png.startswith(_PNG) or len(png) < 16 + _PNG_SIZE.size:
        raise StickerDamaged("the preview is not a PNG")
    width, height = _PNG_SIZE.unpack_from(png, 16)
    return width, height


async def _download(client: httpx.AsyncClient, url: str) -> bytes:
    """As the firmware downloads: 200, Content-Length, no redirect. Errors leave out the URL: it grants access."""
    try:
        response = await client.get(url)
    except httpx.HTTPError as exc:
        raise StickerDamaged(f"the download failed: {type(exc).__name__}") from None
    if response.status_code != httpx.codes.OK:
        raise StickerDamaged(f"the download was answered with {response.status_code}")
    if response.headers.get("Content-Length") != str(len(response.content)):
        raise StickerDamaged("the download has no Content-Length, or a different length")
    return response.content
