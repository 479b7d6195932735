"""Decoding reverses the cloud's transfer encodings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.decoding import DECODERS, decode
from device.errors import StickerDamaged
from functions.render.encodings import ENCODERS
from stikadoo.printers import Encoding


@pytest.mark.parametrize("encoding", ENCODERS)
@given(sticker=st.binary(max_size=400) | st.binary(max_size=4).map(lambda some: some * 300))
def test_every_encoding_is_undone(encoding: Encoding, sticker: bytes) -> None:
    assert decode(ENCODERS[encoding](sticker), encoding) == sticker


def test_identity_is_what_it_is() -> None:
    assert decode(b"\x00\x80", "identity") == b"\x00\x80"
    assert set(DECODERS) == set(ENCODERS)


def test_rle_byte_for_byte() -> None:
    """Apple's own example, with a no-op (128) inserted."""
    packed = "FE AA 02 80 00 2A 80 FD AA 03 80 00 2A 22 F7 AA"
    plain = "AA AA AA 80 00 2A AA AA AA AA 80 00 2A 22 AA AA AA AA AA AA AA AA AA AA"
    assert decode(bytes.fromhex(packed), "rle") == bytes.fromhex(plain)


@pytest.mark.parametrize(("encoding", "body"), [("zlib", b"no zlib"), ("zlib", b""), ("rle", b"\xfe")])
def test_what_is_none_is_refused(encoding: str, body: bytes) -> None:
    with pytest.raises(StickerDamaged, match=f"this is not valid {encoding}"):
        decode(body, encoding)
