"""Ogg Opus encapsulation of a recording's packets (RFC 7845), without transcoding.

    page: "OggS" · version 0 · flags (1 continued, 2 first, 4 last) · int64 granule · uint32 serial · uint32 number
          · uint32 CRC · uint8 segments · segment lengths (a packet ends with one below 255) · the packets
    stream: a page with OpusHead · a page with OpusTags · pages with at most one second of packets

Little-endian. The granule is the time at the end of a page, in samples at 48 kHz. Time advances by packets only, so a
lost packet is replaced by a packet with empty frames, which makes the decoder conceal it (RFC 7845 §4.1). Invalid
packets, and packets of a duration that the recording does not use, are replaced likewise. Pre-skip is 0, so the file is
aligned with speech.wav.

Source: RFC 3533 (pages), RFC 7845 (Opus in Ogg), RFC 6716 §3.2 (packets).
"""

import struct
from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.opus_duration import durations_in_use, packet_samples, typical_packet_samples
from stikadoo.audio.packets import Packet

_HEAD = struct.pack("<8sBBHIhB", b"OpusHead", 1, 1, 0, SAMPLE_RATE, 0, 0)
"Version, one channel (stereo is mixed down), pre-skip, original sample rate, gain, mapping."

_VENDOR = b"stikadoo"
_TAGS = struct.pack("<8sI8sI", b"OpusTags", len(_VENDOR), _VENDOR, 0)

_PAGE = struct.Struct("<4sBBqIIIB")
_CRC_OFFSET = 22
_SERIAL = 1
_FIRST, _LAST = 2, 4
_SEGMENTS = 255
_GRANULES = 48_000 // SAMPLE_RATE
"Granules are samples at 48 kHz, packet_samples counts at 16 kHz."

_SIXTY_MS = b"\x58"
"TOC byte of a 60 ms packet (SILK wide band, mono, one frame): the default for a lost packet."


def to_ogg(timeline: Sequence[Packet], max_seconds: float) -> bytes:
    """Packets after max_seconds are left out, since transcription is billed by the second."""
    limit = round(max_seconds * SAMPLE_RATE)
    pages = [_page(0, 0, [_HEAD], _FIRST), _page(1, 0, [_TAGS])]
    bodies = list(_page_bodies(_until(limit, _with_placeholders(timeline))))
    position = 0
    for number, packets in enumerate(bodies, len(pages)):
        position += sum(map(packet_samples, packets))
        is_last = number == len(bodies) + 1
        pages.append(_page(number, position * _GRANULES, packets, _LAST if is_last else 0))
    return b"".join(pages)


def _with_placeholders(timeline: Sequence[Packet]) -> Iterator[bytes]:
    """Every packet, with an empty one for each that is lost or invalid; the same rule as transcode's decoder."""
    typical = typical_packet_samples(packet.data for packet in timeline)
    durations = durations_in_use(packet.data for packet in timeline)
    template = next((packet.data for packet in timeline if packet_samples(packet.data) == typical), _SIXTY_MS)
    placeholder = _placeholder(template)
    for packet in timeline:
        yield from repeat(placeholder, packet.lost_before)
        yield packet.data if packet_samples(packet.data) in durations else placeholder


def _placeholder(template: bytes) -> bytes:
    """A packet of the template's duration with empty frames; of two, code 1, since both have the same size."""
    code = template[0] & 3
    toc = template[0] & ~3
    if code == 3:
        return bytes((toc | 3, template[1] & 63))
    return bytes((toc | (1 if code else 0),))


def _until(limit: int, packets: Iterator[bytes]) -> Iterator[bytes]:
    position = 0
    for packet in packets:
        if position >= limit:
            return
        yield packet
        position += packet_samples(packet)


def _page_bodies(packets: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Packets grouped by page: at most a second, and at most as many segments as a page's table holds."""
    page: list[bytes] = []
    for packet in packets:
        if page and not _fit([*page, packet]):
            yield page
            page = []
        page.append(packet)
    if page:
        yield page


def _fit(packets: Sequence[bytes]) -> bool:
    """Whether these packets fit on one page."""
    segments = sum(len(_lacing(packet)) for packet in packets)
    return sum(map(packet_samples, packets)) <= SAMPLE_RATE and segments <= _SEGMENTS


def _page(number: int, granule: int, packets: Sequence[bytes], flags: int = 0) -> bytes:
    lengths = bytes(chain.from_iterable(map(_lacing, packets)))
    head = _PAGE.pack(b"OggS", 0, flags, granule, _SERIAL, number, 0, len(lengths))
    page = bytearray(head + lengths + b"".join(packets))
    struct.pack_into("<I", page, _CRC_OFFSET, crc(page))
    return bytes(page)


def _lacing(packet: bytes) -> bytes:
    return b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))


def crc(page: bytes | bytearray) -> int:
    """CRC-32 with polynomial 0x04c11db7, initial value 0, not reflected (zlib's is). The page's CRC field must be 0."""
    checksum = 0
    for byte in page:
        checksum = (checksum << 8) & 0xFFFFFFFF ^ _TABLE[checksum >> 24 ^ byte]
    return checksum


def _remainder(byte: int) -> int:
    remainder = byte << 24
    for _ in range(8):
        remainder = remainder << 1 ^ (0x04C11DB7 if remainder & 0x80000000 else 0)
    return remainder & 0xFFFFFFFF


_TABLE = tuple(map(_remainder, range(256)))
