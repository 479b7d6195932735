"""End-of-speech detection for auto and realtime mode, where no device sends listen stop. No I/O, no clock.

Packets may cease, too: the caller measures how long none has come, and compares it with `patience`.

A packet is speech if its level exceeds the background's; a pause after speech ends it. The background level is the
lowest level measured, and rises slowly, so that a fan that starts counts as background after a while.
"""

import array
import math
from dataclasses import dataclass

from stikadoo.audio import opus

SPEECH_ABOVE_BACKGROUND_DB = 9.0
SPEECH_AT_LEAST_DBFS = -50.0
"The level below which transcode takes a recording for silence."

BACKGROUND_AT_FIRST_DBFS = -60.0
BACKGROUND_RISES_DB_PER_SECOND = 6.0

LEAST_SPEECH_SECONDS = 0.3
"Less is a click or a cough: keep listening."

PAUSE_SECONDS = 1.0
"Long enough for a child who stops to think."

PATIENCE_SECONDS = 8.0
"The limit without any speech."

CEASED_SECONDS = 3.0
"Without a packet after speech: its sender is gone, or sends no silence (DTX). Longer than Wi-Fi usually stalls."

LONGEST_SECONDS = 30.0

_SILENCE_DBFS = -96.0
"The lowest level of 16-bit samples."

_LONGEST_PACKET = opus.SAMPLE_RATE * 120 // 1000
"samples"


@dataclass
class Durations:
    """Of one recording, in seconds."""

    total: float = 0.0
    speech: float = 0.0
    pause: float = 0.0
    "Since the last speech."


class EndOfSpeech:
    """Detects the end of speech in one recording."""

    def __init__(self) -> None:
        self._opuslib = opus.load()
        self._decoder = self._opuslib.Decoder(opus.SAMPLE_RATE, 1)
        self._background = BACKGROUND_AT_FIRST_DBFS
        self._durations = Durations()

    @property
    def patience(self) -> float:
        """How many seconds without a packet end the speech."""
        durations = self._durations
        return CEASED_SECONDS if durations.speech >= LEAST_SPEECH_SECONDS else PATIENCE_SECONDS - durations.total

    def is_after(self, packet: bytes) -> bool:
        """Whether speech has ended with this packet, or the limit without speech is reached."""
        try:
            pcm = self._decoder.decode(packet, _LONGEST_PACKET)
        except self._opuslib.OpusError:
            return False  # transcode counts and conceals corrupt packets
        samples = array.array("h", pcm)
        self._measure(level(samples), len(samples) / opus.SAMPLE_RATE)
        durations = self._durations
        if durations.speech < LEAST_SPEECH_SECONDS:
            return durations.total >= PATIENCE_SECONDS
        return durations.pause >= PAUSE_SECONDS or durations.total >= LONGEST_SECONDS

    def _measure(self, dbfs: float, seconds: float) -> None:
        self._background = min(dbfs, self._background + BACKGROUND_RISES_DB_PER_SECOND * seconds)
        self._durations.total += seconds
        if dbfs >= max(self._background + SPEECH_ABOVE_BACKGROUND_DB, SPEECH_AT_LEAST_DBFS):
            self._durations.speech += seconds
            self._durations.pause = 0.0
        else:
            self._durations.pause += seconds


def level(samples: "array.array[int]") -> float:
    """The root mean square, in dBFS."""
    if not samples:
        return _SILENCE_DBFS
    square = sum(sample * sample for sample in samples) / len(samples)
    return max(_SILENCE_DBFS, 10 * math.log10(square / 32768**2)) if square else _SILENCE_DBFS
