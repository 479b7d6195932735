"""How loud PCM is, and for how long: silence and a click of the button are nothing to transcribe."""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from stikadoo.audio.opus import SAMPLE_RATE

QUIETEST_DBFS = -96.0
"Of 16 bits: what silence is called, whose logarithm is none."

_BLOCK = SAMPLE_RATE // 50
"20 ms."


@dataclass(frozen=True)
class Loudness:
    peak_dbfs: float
    loud_ms: int
    "In all, of 20 ms blocks that reach the threshold."


def loudness(pcm: bytes, threshold_dbfs: float) -> Loudness:
    """Of 16-bit samples."""
    sound = array("h", pcm)
    peaks = [_peak(sound[start : start + _BLOCK]) for start in range(0, len(sound), _BLOCK)]
    loud = sum(peak >= threshold_dbfs for peak in peaks)
    return Loudness(max(peaks, default=QUIETEST_DBFS), loud * 20)


def _peak(block: Sequence[int]) -> float:
    highest = max(*block, -min(block))
    return round(20 * math.log10(highest / 32768), 1) if highest else QUIETEST_DBFS
