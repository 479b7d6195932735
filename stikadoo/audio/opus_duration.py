"""An Opus packet's first bytes tell how long it sounds. No decoding.

    byte 0: config (5 bits) · stereo (1 bit) · code (2 bits): one frame, two, two, or as many as byte 1 says (6 bits)

Source: RFC 6716, section 3.1 and table 2. Lengths here are samples at 16 kHz.
"""

from collections import Counter
from collections.abc import Iterable

from stikadoo.audio.opus import SAMPLE_RATE

_MS = SAMPLE_RATE // 1000
_SILK = (10 * _MS, 20 * _MS, 40 * _MS, 60 * _MS)
_HYBRID = (10 * _MS, 20 * _MS)
_CELT = (5 * _MS // 2, 5 * _MS, 10 * _MS, 20 * _MS)
_FRAME = _SILK * 3 + _HYBRID * 2 + _CELT * 4
"By config: narrow, medium and wide band SILK; two hybrids; four CELTs."

LONGEST = 120 * _MS
USUAL = 60 * _MS
"What the firmware sends; for a recording of which no packet tells."


def samples(packet: bytes) -> int:
    """0 for what is no Opus packet."""
    if not packet:
        return 0
    code = packet[0] & 3
    frames = (1, 2, 2, 0)[code]
    if code == 3 and len(packet) > 1:
        frames = packet[1] & 63
    length = frames * _FRAME[packet[0] >> 3]
    return length if length <= LONGEST else 0


def usual_samples(packets: Iterable[bytes]) -> int:
    """The length that most of them have: what a lost one will have had."""
    lengths = Counter(length for length in map(samples, packets) if length)
    return lengths.most_common(1)[0][0] if lengths else USUAL


def lengths_in_use(packets: Iterable[bytes]) -> frozenset[int]:
    """Those that at least one packet in ten has. RFC 6716 lets an encoder change its mind, but noise has them all."""
    lengths = Counter(map(samples, packets))
    floor = lengths.total() / 10
    return frozenset(length for length, count in lengths.items() if length and count >= floor)
