"""A provider's picture is stored as one PNG: upright, opaque, on white, of a bounded size."""

import io
import zlib
from struct import pack

import pytest
from PIL import Image

from functions.imagine.illustrators.png import as_png, from_base64
from stikadoo.errors import PictureUnusable
from tests.providers.artwork import artwork


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=("PNG",))


def claimed(width: int, height: int) -> bytes:
    """A tiny PNG file whose header claims that size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    header = pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    dots = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + dots + chunk(b"IEND", b"")


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP"])
def test_each_format_is_stored_as_png(format_name: str) -> None:
    picture = opened(as_png("dashscope", artwork(format_name, 200)))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (200, 200))
    drawn = picture.convert("1", dither=Image.Dither.NONE)
    assert [drawn.getpixel(place) for place in ((100, 29), (100, 100))] == [0, 255]


@pytest.mark.parametrize("format_name", ["PNG", "WEBP"])
def test_transparent_paper_is_white(format_name: str) -> None:
    picture = opened(as_png("openai", artwork(format_name, 200, "RGBA")))
    assert picture.mode == "RGB"
    assert picture.getpixel((100, 100)) == (255, 255, 255)


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP"])
def test_a_rotated_picture_is_stored_upright(format_name: str) -> None:
    """EXIF orientation 6: the left side is the top. The stored PNG has no EXIF tag that render could apply."""
    drawn = Image.new("RGB", (16, 8), "white")
    drawn.paste("black", (0, 0, 8, 8))
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    drawn.save(file, format_name, exif=exif, quality=95)
    picture = opened(as_png("dashscope", file.getvalue()))
    assert (picture.size, dict(picture.getexif())) == ((8, 16), {})
    grey = picture.convert("L")
    assert grey.crop((0, 0, 8, 7)).getextrema()[1] < 64
    assert grey.crop((0, 9, 8, 16)).getextrema()[0] > 192


@pytest.mark.parametrize("format_name", ["GIF", "BMP", "TIFF", "PPM"])
def test_no_other_format_is_opened(format_name: str) -> None:
    with pytest.raises(PictureUnusable, match="dashscope: the picture cannot be decoded"):
        as_png("dashscope", artwork(format_name))


def test_a_picture_that_claims_to_be_too_large_is_not_decoded() -> None:
    with pytest.raises(PictureUnusable, match="a picture of 4097 × 4096 dots is too large"):
        as_png("dashscope", claimed(4097, 4096))


@pytest.mark.parametrize("edge", [12_000, 60_000])
def test_a_decompression_bomb_is_an_error(edge: int) -> None:
    with pytest.raises(PictureUnusable, match="cannot be decoded"):
        as_png("dashscope", claimed(edge, edge))


@pytest.mark.parametrize("broken", [b"", b"\x89PNG\r\n\x1a\n", artwork()[:200], b"<html>"])
def test_a_broken_picture_is_the_provider_s_failure(broken: bytes) -> None:
    with pytest.raises(PictureUnusable):
        as_png("bedrock", broken)


@pytest.mark.parametrize("text", [None, 5, "*", "abc", "äöü"])
def test_invalid_base64_is_the_provider_s_failure(text: object) -> None:
    with pytest.raises(PictureUnusable):
        from_base64("openai", text)
