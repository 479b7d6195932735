"""Packets in the order they were spoken, with what was lost between them; and packets.bin, which keeps just that.

packets.bin: protocol 2 frames one after another, timestamps in ms from the first packet; a lost packet is a gap in
time. What was lost before the first packet or after the last is counted by whoever knows of it, and never filled.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stikadoo.audio import frames
from stikadoo.audio.frames import Frame
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.opus_duration import samples, usual_samples

_SAMPLES_PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True)
class Packet:
    """One Opus packet; after how many that never came."""

    data: bytes
    lost_before: int = 0


def to_bytes(timeline: Sequence[Packet]) -> bytes:
    """Raises ValueError for a timeline longer than protocol 2's clock: 49 days."""
    return b"".join(frames.build(frame, 2) for frame in _stamped(timeline))


def from_bytes(packets: bytes) -> list[Packet]:
    """Raises MalformedMessage for what to_bytes did not write."""
    return from_stamps([(frame.timestamp_ms or 0, frame.packet) for frame in frames.parse(packets, 2)])


def _stamped(timeline: Sequence[Packet]) -> Iterator[Frame]:
    usual = usual_samples(packet.data for packet in timeline)
    at = 0
    for packet in timeline:
        at += packet.lost_before * usual
        yield Frame(packet.data, at // _SAMPLES_PER_MS)
        at += samples(packet.data) or usual


def from_stamps(stamped: Sequence[tuple[int, bytes]]) -> list[Packet]:
    """(ms, packet) in the order of their ms: a gap of more than half a packet is one lost."""
    usual = usual_samples(packet for _, packet in stamped)
    timeline: list[Packet] = []
    due = stamped[0][0] * _SAMPLES_PER_MS if stamped else 0
    for ms, packet in stamped:
        at = ms * _SAMPLES_PER_MS
        timeline.append(Packet(packet, max(0, round((at - due) / usual))))
        due = at + (samples(packet) or usual)
    return timeline
