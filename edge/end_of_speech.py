"""When has a child stopped speaking? In auto and realtime mode no device says so: its packets tell. No I/O, no clock.

Opus packets become levels; what stands out from the background is speech; a pause after it is its end. The background
is the quietest that was heard, slowly forgotten, so a fan that starts to hum is background after a while.
"""

import array
import math
from dataclasses import dataclass

from stikadoo.audio import opus

SPEECH_ABOVE_BACKGROUND_DB = 9.0
SPEECH_AT_LEAST_DBFS = -50.0
"As quiet as transcode takes for silence."

BACKGROUND_AT_FIRST_DBFS = -60.0
BACKGROUND_RISES_DB_PER_SECOND = 6.0

LEAST_SPEECH_SECONDS = 0.3
"Less is a click or a cough, and the wish is still to come."

PAUSE_SECONDS = 1.0
"Children stop to think; whoever waits for a sticker does not mind."

PATIENCE_SECONDS = 8.0
"Without speech."

LONGEST_SECONDS = 30.0

_SILENCE_DBFS = -96.0
"The quietest that 16 bits can say."

_LONGEST_PACKET = opus.SAMPLE_RATE * 120 // 1000
"samples"


@dataclass
class Heard:
    """Of one recording, in seconds."""

    total: float = 0.0
    speech: float = 0.0
    pause: float = 0.0
    "Since the last speech."


class EndOfSpeech:
    """Listens to one recording."""

    def __init__(self) -> None:
        self._opuslib = opus.load()
        self._decoder = self._opuslib.Decoder(opus.SAMPLE_RATE, 1)
        self._background = BACKGROUND_AT_FIRST_DBFS
        self._heard = Heard()

    def is_after(self, packet: bytes) -> bool:
        """Whether the speech is over with this packet, or none is to be expected any more."""
        try:
            pcm = self._decoder.decode(packet, _LONGEST_PACKET)
        except self._opuslib.OpusError:
            return False  # transcode counts and conceals what is broken
        samples = array.array("h", pcm)
        self._hear(level(samples), len(samples) / opus.SAMPLE_RATE)
        heard = self._heard
        if heard.speech < LEAST_SPEECH_SECONDS:
            return heard.total >= PATIENCE_SECONDS
        return heard.pause >= PAUSE_SECONDS or heard.total >= LONGEST_SECONDS

    def _hear(self, dbfs: float, seconds: float) -> None:
        self._background = min(dbfs, self._background + BACKGROUND_RISES_DB_PER_SECOND * seconds)
        self._heard.total += seconds
        if dbfs >= max(self._background + SPEECH_ABOVE_BACKGROUND_DB, SPEECH_AT_LEAST_DBFS):
            self._heard.speech += seconds
            self._heard.pause = 0.0
        else:
            self._heard.pause += seconds


def level(samples: "array.array[int]") -> float:
    """The root mean square, in dBFS."""
    if not samples:
        return _SILENCE_DBFS
    square = sum(sample * sample for sample in samples) / len(samples)
    return max(_SILENCE_DBFS, 10 * math.log10(square / 32768**2)) if square else _SILENCE_DBFS
