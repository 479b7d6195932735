"""Compresses a sticker for the download, by the encoding that is smallest of those the device can decode.

    zlib         RFC 1950 with a window of 4 KB: the device decodes it while it prints, in little memory
    heatshrink   LZSS for microcontrollers, window 2⁸, lookahead 2⁴: github.com/atomicobject/heatshrink
    rle          PackBits: a byte n, then 0 … 127: n + 1 literal bytes; 129 … 255: the next byte, 257 - n times

PackBits: Apple's technical note TN1023, and TIFF 6.0, section 9. 128 is a no-op and is never written.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

import heatshrink2

from stikadoo.printers import Encoding

ZLIB_WINDOW_BITS = 12
HEATSHRINK_WINDOW_BITS, HEATSHRINK_LOOKAHEAD_BITS = 8, 4

MAX_COUNT = 128
"bytes or repetitions of one PackBits packet"


def encoded(sticker: bytes, known: Iterable[Encoding]) -> tuple[Encoding, bytes] | None:
    """By an encoding in `known`, what the device can decode. None if no encoding makes the sticker smaller."""
    candidates = [(name, ENCODERS[name](sticker)) for name in known]
    smaller = [(name, body) for name, body in candidates if len(body) < len(sticker)]
    return min(smaller, key=lambda candidate: len(candidate[1]), default=None)


def _zlib(plain: bytes) -> bytes:
    compressor = zlib.compressobj(9, wbits=ZLIB_WINDOW_BITS)
    return compressor.compress(plain) + compressor.flush()


def _heatshrink(plain: bytes) -> bytes:
    return bytes(heatshrink2.compress(plain, HEATSHRINK_WINDOW_BITS, HEATSHRINK_LOOKAHEAD_BITS))


def _rle(plain: bytes) -> bytes:
    return b"".join(_packets(plain))


def _packets(plain: bytes) -> Iterator[bytes]:
    """Runs from three bytes are packed; a run of two would cost as much as it saves."""
    literal = bytearray()
    for byte, run in groupby(plain):
        length = sum(1 for _ in run)
        if length < 3:
            literal += bytes([byte]) * length
            continue
        yield from _literals(literal)
        literal.clear()
        while length >= 3:
            repeated = min(length, MAX_COUNT)
            yield bytes([257 - repeated, byte])
            length -= repeated
        literal += bytes([byte]) * length
    yield from _literals(literal)


def _literals(plain: bytearray) -> Iterator[bytes]:
    for start in range(0, len(plain), MAX_COUNT):
        piece = plain[start : start + MAX_COUNT]
        yield bytes([len(piece) - 1]) + piece


ENCODERS: Mapping[Encoding, Callable[[bytes], bytes]] = {"zlib": _zlib, "heatshrink": _heatshrink, "rle": _rle}
