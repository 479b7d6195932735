"""A sticker's bytes become fewer for their way to the device, by the best encoding that the device can undo.

    zlib         RFC 1950, window of 4 KB, so that a device can undo it while it prints, with little memory
    heatshrink   LZSS for microcontrollers, window 2⁸, lookahead 2⁴: github.com/atomicobject/heatshrink
    rle          PackBits: a byte n, then 0 … 127: n + 1 bytes as they are; 129 … 255: one byte, 257 - n times

PackBits' source: Apple's technical note TN1023, and TIFF 6.0, section 9. Nothing here writes 128, which means nothing.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

import heatshrink2

from stikadoo.printers import Encoding

ZLIB_WINDOW_BITS = 12
HEATSHRINK_WINDOW_BITS, HEATSHRINK_LOOKAHEAD_BITS = 8, 4

MOST = 128
"bytes or repetitions that one PackBits count tells"


def encoded(sticker: bytes, known: Iterable[Encoding]) -> tuple[Encoding, bytes] | None:
    """The smallest of what the device knows; None if none is smaller than the sticker itself."""
    tried = [(name, ENCODERS[name](sticker)) for name in known]
    smaller = [(name, body) for name, body in tried if len(body) < len(sticker)]
    return min(smaller, key=lambda one: len(one[1]), default=None)


def _zlib(plain: bytes) -> bytes:
    packing = zlib.compressobj(9, wbits=ZLIB_WINDOW_BITS)
    return packing.compress(plain) + packing.flush()


def _heatshrink(plain: bytes) -> bytes:
    return bytes(heatshrink2.compress(plain, HEATSHRINK_WINDOW_BITS, HEATSHRINK_LOOKAHEAD_BITS))


def _rle(plain: bytes) -> bytes:
    return b"".join(_packets(plain))


def _packets(plain: bytes) -> Iterator[bytes]:
    """Runs of three and more are told once; two bytes alike would cost as much as they save."""
    literal = bytearray()
    for byte, run in groupby(plain):
        length = sum(1 for _ in run)
        if length < 3:
            literal += bytes([byte]) * length
            continue
        yield from _literals(literal)
        literal.clear()
        while length >= 3:
            told = min(length, MOST)
            yield bytes([257 - told, byte])
            length -= told
        literal += bytes([byte]) * length
    yield from _literals(literal)


def _literals(plain: bytearray) -> Iterator[bytes]:
    for start in range(0, len(plain), MOST):
        piece = plain[start : start + MOST]
        yield bytes([len(piece) - 1]) + piece


ENCODERS: Mapping[Encoding, Callable[[bytes], bytes]] = {"zlib": _zlib, "heatshrink": _heatshrink, "rle": _rle}
