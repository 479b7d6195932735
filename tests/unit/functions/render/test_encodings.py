"""Independent decoders read every encoding, and the smallest that the device can decode is chosen."""

import struct
import zlib
from io import BytesIO
from typing import get_args

import heatshrink2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from functions.render.encodings import ENCODERS, encoded
from stikadoo.printers import Encoding
from tests.unit.functions.render.dots import pattern

runs = st.lists(st.tuples(st.integers(0, 255), st.integers(1, 400)), max_size=12)
stickers = st.binary(max_size=600) | runs.map(lambda some: b"".join(bytes([byte]) * times for byte, times in some))

EASY = bytes(3000) + b"\xff" * 900
HARD = bytes(byte * 167 % 256 for byte in range(256))


def decoded_by_pillow(packbits: bytes, length: int) -> bytes:
    """As the one strip of a grey TIFF, compression 32773."""
    tags = [
        (256, length),
        (257, 1),
        (258, 8),
        (259, 32773),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, 1),
        (279, len(packbits)),
    ]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    body = packbits + b"\x00" * (len(packbits) % 2)
    tiff = b"II*\x00" + struct.pack("<I", 8 + len(body)) + body + struct.pack("<H", len(tags)) + entries + bytes(4)
    with Image.open(BytesIO(tiff)) as opened:
        return opened.tobytes()


@given(stickers)
def test_the_standard_library_decodes_zlib_with_a_window_of_4_kb(sticker: bytes) -> None:
    assert zlib.decompress(ENCODERS["zlib"](sticker), wbits=12) == sticker


@given(stickers)
def test_heatshrink2_decodes_heatshrink(sticker: bytes) -> None:
    assert heatshrink2.decompress(ENCODERS["heatshrink"](sticker), window_sz2=8, lookahead_sz2=4) == sticker


@given(stickers.filter(bool))
def test_pillow_s_tiff_reader_decodes_rle(sticker: bytes) -> None:
    assert decoded_by_pillow(ENCODERS["rle"](sticker), len(sticker)) == sticker


def test_rle_byte_for_byte() -> None:
    """Apple's own example, from technical note TN1023."""
    plain = "AA AA AA 80 00 2A AA AA AA AA 80 00 2A 22 AA AA AA AA AA AA AA AA AA AA"
    packed = "FE AA 02 80 00 2A FD AA 03 80 00 2A 22 F7 AA"
    assert ENCODERS["rle"](bytes.fromhex(plain)) == bytes.fromhex(packed)


def test_every_encoding_has_an_encoder() -> None:
    assert set(ENCODERS) == set(get_args(Encoding))


@pytest.mark.parametrize("sticker", [EASY, pattern(384, 384).tobytes()], ids=["easy", "dithered"])
def test_the_smallest_that_the_device_can_decode_is_chosen(sticker: bytes) -> None:
    known: tuple[Encoding, ...] = get_args(Encoding)
    chosen = encoded(sticker, known)
    assert chosen
    assert len(chosen[1]) == min(len(ENCODERS[name](sticker)) for name in known)
    assert chosen[1] == ENCODERS[chosen[0]](sticker)


def test_an_encoding_that_the_device_cannot_decode_is_not_chosen() -> None:
    assert encoded(EASY, ("rle",)) == ("rle", ENCODERS["rle"](EASY))
    assert encoded(EASY, ()) is None


def test_a_sticker_that_no_encoding_makes_smaller_is_not_encoded() -> None:
    assert encoded(HARD, get_args(Encoding)) is None
