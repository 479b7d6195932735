"""Peak level of PCM and the time above a threshold, to detect silence and clicks of the button."""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from stikadoo.audio.opus import SAMPLE_RATE

QUIETEST_DBFS = -96.0
"The lowest level of 16-bit samples, used for digital silence."

_BLOCK = SAMPLE_RATE // 50
"20 ms."


@dataclass(frozen=True)
class Loudness:
    peak_dbfs: float
    loud_ms: int
    "Total duration of the 20 ms blocks that reach the threshold."


def loudness(pcm: bytes, threshold_dbfs: float) -> Loudness:
    """Measure 16-bit PCM."""
    samples = array("h", pcm)
    peaks = [_peak(samples[start : start + _BLOCK]) for start in range(0, len(samples), _BLOCK)]
    loud = sum(peak >= threshold_dbfs for peak in peaks)
    return Loudness(max(peaks, default=QUIETEST_DBFS), loud * 20)


def _peak(block: Sequence[int]) -> float:
    highest = max(*block, -min(block))
    return round(20 * math.log10(highest / 32768), 1) if highest else QUIETEST_DBFS
