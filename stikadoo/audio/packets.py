"""Opus packets in order with the losses between them, and their file format, packets.bin.

packets.bin: protocol 2 frames one after another, timestamps in ms from the first packet. A gap in time means lost
packets. Losses before the first and after the last packet are not stored: the caller counts them, and they are not
concealed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stikadoo.audio import frames
from stikadoo.audio.frames import Frame
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.opus_duration import packet_samples, typical_packet_samples

_SAMPLES_PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True)
class Packet:
    """One Opus packet."""

    data: bytes
    lost_before: int = 0
    "Packets lost directly before this one."


def to_bytes(timeline: Sequence[Packet]) -> bytes:
    """Encode as packets.bin. Raises ValueError beyond the 32 bits of protocol 2's timestamps (49 days)."""
    return b"".join(frames.build(frame, 2) for frame in _stamped(timeline))


def from_bytes(packets: bytes) -> list[Packet]:
    """Decode packets.bin. Raises MalformedMessage."""
    return from_timestamps([(frame.timestamp_ms or 0, frame.packet) for frame in frames.parse(packets, 2)])


def _stamped(timeline: Sequence[Packet]) -> Iterator[Frame]:
    typical = typical_packet_samples(packet.data for packet in timeline)
    position = 0
    for packet in timeline:
        position += packet.lost_before * typical
        yield Frame(packet.data, position // _SAMPLES_PER_MS)
        position += packet_samples(packet.data) or typical


def from_timestamps(stamped: Sequence[tuple[int, bytes]]) -> list[Packet]:
    """(timestamp in ms, packet), sorted by time: a gap of more than half a packet is a lost packet."""
    typical = typical_packet_samples(packet for _, packet in stamped)
    timeline: list[Packet] = []
    expected = stamped[0][0] * _SAMPLES_PER_MS if stamped else 0
    for ms, packet in stamped:
        position = ms * _SAMPLES_PER_MS
        timeline.append(Packet(packet, max(0, round((position - expected) / typical))))
        expected = position + (packet_samples(packet) or typical)
    return timeline
