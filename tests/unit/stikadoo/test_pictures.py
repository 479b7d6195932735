"""A provider's picture is opened upright on white; what cannot be opened is the provider's failure."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from typing import Any, Literal

import pytest
from PIL import Image

from stikadoo.errors import PictureUnusable
from stikadoo.pictures import MAX_PIXELS, open_on_white


def grey(picture: bytes, provider: str = "test") -> Image.Image:
    return open_on_white(picture, provider, "L")


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
def test_a_png_of_any_mode_is_opened_in_grey(mode: str, black: Any, white: Any) -> None:
    assert _halves(grey(encoded(half_black(mode, black, white)))) == (0, 255)


def test_a_palette_is_opened_in_grey() -> None:
    palette = half_black("RGB", (0, 0, 0), (255, 255, 255)).quantize(4)
    assert _halves(grey(encoded(palette))) == (0, 255)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_of_any_mode_is_opened_in_grey(mode: str) -> None:
    drawn = half_black("RGB", (0, 0, 0), (255, 255, 255)).convert(mode)
    left, right = _halves(grey(encoded(drawn, "JPEG", quality=95)))
    assert left < 8
    assert right > 247


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_webp_is_opened_in_grey(mode: str) -> None:
    drawn = half_black("RGB", (0, 0, 0), (255, 255, 255)).convert(mode)
    assert _halves(grey(encoded(drawn, "WEBP", lossless=True))) == (0, 255)


def test_sixteen_bits_keep_their_mid_tones() -> None:
    assert grey(encoded(Image.new("I;16", (4, 4), 128 * 256))).getpixel((0, 0)) == 128


@pytest.mark.parametrize(("mode", "clear"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))])
def test_transparent_areas_are_white(mode: str, clear: Any) -> None:
    black = (0, 0, 0, 255) if mode == "RGBA" else (0, 255)
    assert _halves(grey(encoded(half_black(mode, black, clear)))) == (0, 255)


def test_half_transparent_black_is_grey() -> None:
    assert grey(encoded(Image.new("RGBA", (4, 4), (0, 0, 0, 128)))).getpixel((0, 0)) == 127


def test_a_palette_s_transparent_colour_is_white() -> None:
    palette = half_black("P", 0, 1)
    palette.putpalette([0, 0, 0, 40, 40, 40])
    assert _halves(grey(encoded(palette, transparency=1))) == (0, 255)


def test_a_transparent_key_colour_is_white() -> None:
    keyed = half_black("RGB", (0, 0, 0), (255, 0, 255))
    assert _halves(grey(encoded(keyed, transparency=(255, 0, 255)))) == (0, 255)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP"])
def test_the_exif_orientation_is_applied(file_format: str, mode: Literal["L", "RGB"]) -> None:
    """Orientation 6: the stored left side is the top."""
    orientation = Image.Exif()
    orientation[0x0112] = 6
    drawn = half_black("RGB", (0, 0, 0), (255, 255, 255))
    upright = open_on_white(encoded(drawn, file_format, exif=orientation, quality=95), "test", mode).convert("L")
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
    ids=["nothing", "a web page", "half a PNG", "half a JPEG", "an unsupported format"],
)
def test_what_cannot_be_decoded_is_reported_with_the_provider(broken: bytes) -> None:
    with pytest.raises(PictureUnusable, match="painter: the picture cannot be decoded"):
        grey(broken, "painter")


@pytest.mark.parametrize("file_format", ["GIF", "BMP", "TIFF", "PPM"])
def test_no_other_format_is_opened(file_format: str) -> None:
    with pytest.raises(PictureUnusable, match="cannot be decoded"):
        grey(encoded(Image.new("L", (8, 8)), file_format))


def test_a_picture_that_claims_too_many_pixels_is_not_decoded() -> None:
    with pytest.raises(PictureUnusable, match="painter: a picture of 4097 × 4097 dots is too large"):
        grey(_png_that_claims(4097), "painter")


@pytest.mark.parametrize("side", [12_000, 60_000], ids=["Pillow's warning", "Pillow's error"])
def test_a_decompression_bomb_is_an_error(side: int) -> None:
    assert side * side > MAX_PIXELS
    with pytest.raises(PictureUnusable, match="painter: the picture cannot be decoded"):
        grey(_png_that_claims(side), "painter")


def test_the_largest_picture_is_opened() -> None:
    assert grey(encoded(Image.new("1", (4096, 4096), 1))).size == (4096, 4096)


def test_colours_on_white_and_in_grey_are_the_same_picture() -> None:
    half_clear = encoded(Image.new("RGBA", (4, 4), (200, 40, 90, 128)))
    assert open_on_white(half_clear, "test", "RGB").getpixel((0, 0)) == (227, 147, 172)
    in_grey = Image.new("RGB", (1, 1), (227, 147, 172)).convert("L").getpixel((0, 0))
    assert grey(half_clear).getpixel((0, 0)) == in_grey


def test_routes_do_not_import_pillow() -> None:
    code = "import sys, chalice_app.app; print('PIL' in sys.modules)"
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert completed.stdout.strip() == "False"


def _png_that_claims(side: int) -> bytes:
    """A few bytes that would decode to side² pixels."""
    png = bytearray(encoded(Image.new("L", (8, 8))))
    png[16:24] = struct.pack(">II", side, side)
    png[29:33] = struct.pack(">I", zlib.crc32(png[12:29]))
    return bytes(png)


def _halves(image: Image.Image) -> tuple[Any, Any]:
    assert (image.mode, image.size) == ("L", (16, 8))
    return image.getpixel((2, 4)), image.getpixel((13, 4))
