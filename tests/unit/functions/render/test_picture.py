"""Whatever an illustrator sends becomes grey on white, upright; what is no picture is the illustrator's trouble."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from functions.render.picture import MAX_PIXELS, grey
from stikadoo.errors import ProviderUnavailable


def encoded(image: Image.Image, file_format: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def half_black(mode: str, black: Any, white: Any) -> Image.Image:
    """16 × 8, its left half black."""
    image = Image.new(mode, (16, 8), white)
    image.paste(black, (0, 0, 8, 8))
    return image


@pytest.mark.parametrize(
    ("mode", "black", "white"),
    [
        ("1", 0, 1),
        ("L", 0, 255),
        ("LA", (0, 255), (255, 255)),
        ("RGB", (0, 0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 255), (255, 255, 255, 255)),
        ("I;16", 0, 65535),
    ],
)
def test_a_png_of_any_mode_becomes_grey(mode: str, black: Any, white: Any) -> None:
    assert _halves(grey(encoded(half_black(mode, black, white)), "test")) == (0, 255)


def test_a_palette_becomes_grey() -> None:
    palette = half_black("RGB", (0, 0, 0), (255, 255, 255)).quantize(4)
    assert _halves(grey(encoded(palette), "test")) == (0, 255)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_of_any_mode_becomes_grey(mode: str) -> None:
    drawn = half_black("RGB", (0, 0, 0), (255, 255, 255)).convert(mode)
    left, right = _halves(grey(encoded(drawn, "JPEG", quality=95), "test"))
    assert left < 8
    assert right > 247


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_webp_becomes_grey(mode: str) -> None:
    drawn = half_black("RGB", (0, 0, 0), (255, 255, 255)).convert(mode)
    assert _halves(grey(encoded(drawn, "WEBP", lossless=True), "test")) == (0, 255)


def test_sixteen_bits_keep_their_mid_tones() -> None:
    assert grey(encoded(Image.new("I;16", (4, 4), 128 * 256)), "test").getpixel((0, 0)) == 128


@pytest.mark.parametrize(("mode", "clear"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))])
def test_what_is_transparent_is_white_paper(mode: str, clear: Any) -> None:
    black = (0, 0, 0, 255) if mode == "RGBA" else (0, 255)
    assert _halves(grey(encoded(half_black(mode, black, clear)), "test")) == (0, 255)


def test_half_transparent_black_is_grey() -> None:
    assert grey(encoded(Image.new("RGBA", (4, 4), (0, 0, 0, 128))), "test").getpixel((0, 0)) == 127


def test_a_palettes_transparent_colour_is_white_paper() -> None:
    palette = half_black("P", 0, 1)
    palette.putpalette([0, 0, 0, 40, 40, 40])
    assert _halves(grey(encoded(palette, transparency=1), "test")) == (0, 255)


def test_a_transparent_key_colour_is_white_paper() -> None:
    keyed = half_black("RGB", (0, 0, 0), (255, 0, 255))
    assert _halves(grey(encoded(keyed, transparency=(255, 0, 255)), "test")) == (0, 255)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP"])
def test_a_picture_on_its_side_is_put_upright(file_format: str) -> None:
    """Orientation 6: what is stored at the left belongs at the top."""
    orientation = Image.Exif()
    orientation[0x0112] = 6
    drawn = half_black("RGB", (0, 0, 0), (255, 255, 255))
    upright = grey(encoded(drawn, file_format, exif=orientation, quality=95), "test")
    assert upright.size == (8, 16)
    assert upright.crop((0, 0, 8, 7)).getextrema()[1] < 64
    assert upright.crop((0, 9, 8, 16)).getextrema()[0] > 192


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<html>quota exceeded</html>",
        encoded(Image.new("L", (64, 64)))[:60],
        encoded(Image.effect_noise((64, 64), 50), "JPEG")[:700],
        encoded(Image.new("L", (8, 8)), "GIF"),
    ],
    ids=["nothing", "a web page", "half a PNG", "half a JPEG", "a format nobody asked for"],
)
def test_what_cannot_be_read_names_the_engine(broken: bytes) -> None:
    with pytest.raises(ProviderUnavailable, match="painter: its picture cannot be read"):
        grey(broken, "painter")


@pytest.mark.parametrize("side", [6001, 12_000, 60_000], ids=["ours", "Pillow's warning", "Pillow's error"])
def test_a_decompression_bomb_is_not_opened(side: int) -> None:
    assert side * side > MAX_PIXELS
    with pytest.raises(ProviderUnavailable, match="painter"):
        grey(_png_that_claims(side), "painter")


def _png_that_claims(side: int) -> bytes:
    """A few bytes that would unfold to side² dots."""
    png = bytearray(encoded(Image.new("L", (8, 8))))
    png[16:24] = struct.pack(">II", side, side)
    png[29:33] = struct.pack(">I", zlib.crc32(png[12:29]))
    return bytes(png)


def _halves(image: Image.Image) -> tuple[Any, Any]:
    assert (image.mode, image.size) == ("L", (16, 8))
    return image.getpixel((2, 4)), image.getpixel((13, 4))
