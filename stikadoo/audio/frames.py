"""Binary-protocol frames: encode and decode Opus packets. No I/O.

    v1: the packet itself, one per message
    v2: uint16 version=2 · uint16 type · uint32 reserved · uint32 timestamp_ms · uint32 payload_size · payload
    v3: uint8 type · uint8 reserved · uint16 payload_size · payload

Network byte order. Type 0 is Opus, 1 is JSON (which no device sends). v2 and v3 carry their length, so one message may
hold several frames. Source: xiaozhi-esp32, main/protocols/protocol.h.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stikadoo.errors import MalformedMessage

Protocol = Literal[1, 2, 3]
PROTOCOLS: dict[int, Protocol] = {1: 1, 2: 2, 3: 3}
"By the version number that a device sends."

_V2 = struct.Struct("!HHIII")
_V3 = struct.Struct("!BBH")
_OPUS = 0
_HEADER_BYTES: dict[Protocol, int] = {1: 0, 2: _V2.size, 3: _V3.size}

MAX_PACKET_BYTES = 7 + 6 * 1275
"RFC 6716 §3.4: at most 120 ms in frames of at most 1275 bytes, here six of 20 ms. Plus 7 bytes of header."

MAX_TIMESTAMP_MS = 2**32 - 1


@dataclass(frozen=True)
class Frame:
    """One packet, with its timestamp if the protocol carries one."""

    packet: bytes
    timestamp_ms: int | None = None


def build(frame: Frame, protocol: Protocol) -> bytes:
    """Encode one frame. Raises ValueError for an empty or oversized packet, or a timestamp beyond v2's 32 bits."""
    packet = frame.packet
    if not 0 < len(packet) <= MAX_PACKET_BYTES:
        raise ValueError(f"an Opus packet has 1 to {MAX_PACKET_BYTES} bytes, not {len(packet)}")
    if protocol == 1:
        return packet
    if protocol == 2:
        return _V2.pack(2, _OPUS, 0, _v2_time(frame), len(packet)) + packet
    return _V3.pack(_OPUS, 0, len(packet)) + packet


def _v2_time(frame: Frame) -> int:
    timestamp_ms = frame.timestamp_ms or 0
    if not 0 <= timestamp_ms <= MAX_TIMESTAMP_MS:
        raise ValueError(f"a v2 timestamp is 0 to {MAX_TIMESTAMP_MS} ms, not {timestamp_ms}")
    return timestamp_ms


def parse(buffer: bytes, protocol: Protocol) -> Iterator[Frame]:
    """Yield the frames of one message. Raises MalformedMessage with the fault's offset, after the frames before it."""
    if not buffer:
        raise MalformedMessage("empty frame", offset=0)
    if protocol == 1:
        yield Frame(_packet(buffer, 0, 0, len(buffer)))
        return
    offset = 0
    while offset < len(buffer):
        frame, offset = _parse_frame(buffer, offset, protocol)
        yield frame


def split(buffer: bytes, protocol: Protocol) -> Iterator[bytes]:
    """The frames of one message as the bytes received. Raises MalformedMessage like `parse`."""
    offset = 0
    for frame in parse(buffer, protocol):
        end = offset + _HEADER_BYTES[protocol] + len(frame.packet)
        yield buffer[offset:end]
        offset = end


def framing(message: bytes, announced: Protocol) -> Protocol:
    """The protocol of a message's bytes: v2 or v3 if they are whole frames of it, else the announced one.

    No message is whole in both. As a v1 packet, such bytes would be 10 ms of narrowband speech (RFC 6716, TOC 0) that
    contain their own length: no encoder in use here produces that.
    """
    described: tuple[Protocol, ...] = (2, 3)
    return next((protocol for protocol in described if _is_whole(message, protocol)), announced)


def _is_whole(message: bytes, protocol: Protocol) -> bool:
    try:
        for _ in parse(message, protocol):
            pass
    except MalformedMessage:
        return False
    return True


def _parse_frame(buffer: bytes, offset: int, protocol: Protocol) -> tuple[Frame, int]:
    header_bytes = _HEADER_BYTES[protocol]
    start = offset + header_bytes
    if start > len(buffer):
        available = len(buffer) - offset
        raise MalformedMessage(f"truncated v{protocol} header: {available} of {header_bytes} bytes", offset=offset)
    timestamp_ms = None
    if protocol == 2:
        version, kind, _, timestamp_ms, size = _V2.unpack_from(buffer, offset)
        if version != 2:
            raise MalformedMessage(f"version {version} in a v2 frame", offset=offset)
    else:
        kind, _, size = _V3.unpack_from(buffer, offset)
    if kind != _OPUS:
        raise MalformedMessage(f"frame type {kind}, expected 0 (Opus)", offset=offset)
    return Frame(_packet(buffer, offset, start, size), timestamp_ms), start + size


def _packet(buffer: bytes, offset: int, start: int, size: int) -> bytes:
    if not 0 < size <= MAX_PACKET_BYTES:
        raise MalformedMessage(f"packet of {size} bytes; Opus packets have 1 to {MAX_PACKET_BYTES}", offset=offset)
    if start + size > len(buffer):
        raise MalformedMessage(f"truncated packet: {len(buffer) - start} of {size} bytes", offset=offset)
    return buffer[start : start + size]
