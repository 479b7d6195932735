"""End of speech by level: the bridge's rule until it had a voice activity detector, and the reference of its benchmark.

A packet of 60 ms is speech if it is 9 dB above the background, the lowest level so far, which rises by 6 dB a second.
"""

import numpy as np

from stikadoo.audio import opus

_SECONDS = 0.06
_QUIETEST_DBFS = -96.0


class LevelRule:
    """Of one recording."""

    def __init__(self) -> None:
        self._decoder = opus.load().Decoder(opus.SAMPLE_RATE, 1)
        self._background = -60.0
        self._total = self._speech = self._pause = 0.0

    def is_after(self, packet: bytes, _at: float) -> bool:
        """Whether speech has ended with this packet: a pause of 1 s after 0.3 s of speech, or 8 s without."""
        level = _dbfs(self._decoder.decode(packet, round(_SECONDS * opus.SAMPLE_RATE)))
        self._background = min(level, self._background + 6.0 * _SECONDS)
        self._total += _SECONDS
        if level >= max(self._background + 9.0, -50.0):
            self._speech += _SECONDS
            self._pause = 0.0
        else:
            self._pause += _SECONDS
        if self._speech < 0.3:
            return self._total >= 8.0
        return self._pause >= 1.0 or self._total >= 30.0


def _dbfs(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, "<i2").astype(np.float64) / 32768
    power = float(np.square(samples).mean())
    return max(_QUIETEST_DBFS, 10 * float(np.log10(power))) if power else _QUIETEST_DBFS
