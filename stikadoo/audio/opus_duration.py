"""Opus packet duration from the TOC byte (RFC 6716 §3.1), without decoding.

    byte 0: config (5 bits) · stereo (1 bit) · code (2 bits): 1, 2, 2 frames, or the count in byte 1 (6 bits)

Frame durations by config: RFC 6716, table 2. Durations here are in samples at 16 kHz.
"""

from collections import Counter
from collections.abc import Iterable

from stikadoo.audio.opus import SAMPLE_RATE

_MS = SAMPLE_RATE // 1000
_SILK = (10 * _MS, 20 * _MS, 40 * _MS, 60 * _MS)
_HYBRID = (10 * _MS, 20 * _MS)
_CELT = (5 * _MS // 2, 5 * _MS, 10 * _MS, 20 * _MS)
_FRAME = _SILK * 3 + _HYBRID * 2 + _CELT * 4
"By config: SILK narrow, medium and wide band; hybrid super-wide and full band; CELT in four bands."

MAX_PACKET_SAMPLES = 120 * _MS
DEFAULT_PACKET_SAMPLES = 60 * _MS
"The firmware's packet duration, for a recording without a valid packet."


def packet_samples(packet: bytes) -> int:
    """The packet's duration; 0 if it is not an Opus packet."""
    if not packet:
        return 0
    code = packet[0] & 3
    frames = (1, 2, 2, 0)[code]
    if code == 3 and len(packet) > 1:
        frames = packet[1] & 63
    duration = frames * _FRAME[packet[0] >> 3]
    return duration if duration <= MAX_PACKET_SAMPLES else 0


def typical_packet_samples(packets: Iterable[bytes]) -> int:
    """The most common duration, assumed for a lost packet."""
    counts = Counter(duration for duration in map(packet_samples, packets) if duration)
    return counts.most_common(1)[0][0] if counts else DEFAULT_PACKET_SAMPLES


def durations_in_use(packets: Iterable[bytes]) -> frozenset[int]:
    """Durations of at least a tenth of the packets.

    RFC 6716 lets an encoder change the duration between packets, but random bytes have all durations.
    """
    counts = Counter(map(packet_samples, packets))
    minimum = counts.total() / 10
    return frozenset(duration for duration, count in counts.items() if duration and count >= minimum)
