"""Decoders of the sticker's transfer encodings: see docs/protocol.md, "Encodings"."""

import zlib
from collections.abc import Callable, Mapping

import heatshrink2

from device.errors import StickerDamaged


def decode(body: bytes, encoding: str) -> bytes:
    """Raises StickerDamaged."""
    if encoding == "identity":
        return body
    try:
        return DECODERS[encoding](body)
    except (zlib.error, IndexError, ValueError, RuntimeError) as exc:
        raise StickerDamaged(f"this is not valid {encoding}") from exc


def _zlib(body: bytes) -> bytes:
    return zlib.decompress(body, wbits=12)


def _heatshrink(body: bytes) -> bytes:
    return bytes(heatshrink2.decompress(body, window_sz2=8, lookahead_sz2=4))


def _rle(body: bytes) -> bytes:
    """PackBits."""
    plain = bytearray()
    at = 0
    while at < len(body):
        count = body[at]
        at += 1
        if count < 128:
            plain += body[at : at + count + 1]
            at += count + 1
        elif count > 128:  # 128 is a no-op
            plain += bytes([body[at]]) * (257 - count)
            at += 1
    return bytes(plain)


DECODERS: Mapping[str, Callable[[bytes], bytes]] = {"zlib": _zlib, "heatshrink": _heatshrink, "rle": _rle}
