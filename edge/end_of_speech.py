"""End-of-speech detection for auto and realtime mode, where no device sends listen stop. No I/O, no clock.

Packets may cease, too: the caller measures how long none has come, and compares it with `patience`.

A pause ends the speech. Who has said little, or has paused before, may pause longer: "um… a cat… riding… a rocket".
The numbers are tuned on half the speakers of `benchmarks/bench_end_of_speech.py`, which measures the other half.
"""

from dataclasses import dataclass

from edge.voice_activity import WINDOW_SECONDS, VoiceActivity
from stikadoo.audio import opus

SPEECH_BEGINS_AT = 0.5
"The probability of speech, when there was none before."

SPEECH_GOES_ON_AT = 0.35
"When there was."

LEAST_SPEECH_SECONDS = 0.12
"Less is a click: keep listening."

LITTLE_SECONDS = 1.2
"Of speech, pauses not counted: a word or two."

WHOLE_WISH_SECONDS = 2.0
"Of speech: what most wishes take."

BEYOND_EARLIER_PAUSE_SECONDS = 0.5
"How much longer than each of its earlier pauses the pause is that ends a wish."

EARLIER_PAUSE_SECONDS = 0.5
"Shorter ones are between words."

PATIENCE_SECONDS = 8.0
"The limit without any speech."

CEASED_SECONDS = 3.0
"Without a packet after speech: its sender is gone, or sends no silence (DTX). Longer than Wi-Fi usually stalls."

_LONGEST_PACKET = opus.SAMPLE_RATE * 120 // 1000
"samples"


@dataclass(frozen=True)
class SpeechLimits:
    pause_seconds: float = 1.0
    "Ends a whole wish."
    longest_pause_seconds: float = 1.5
    "Ends any."
    longest_seconds: float = 30.0
    "Of a recording."


@dataclass
class Durations:
    """Of one recording, in seconds."""

    total: float = 0.0
    speech: float = 0.0
    pause: float = 0.0
    "Since the last speech."
    earlier_pause: float = 0.0
    "The longest one that speech followed."


class EndOfSpeech:
    """Detects the end of speech in one recording."""

    def __init__(self, limits: SpeechLimits) -> None:
        self._limits = limits
        self._opuslib = opus.load()
        self._decoder = self._opuslib.Decoder(opus.SAMPLE_RATE, 1)
        self._voice = VoiceActivity()
        self._durations = Durations()

    @property
    def patience(self) -> float:
        """How many seconds without a packet end the speech."""
        return CEASED_SECONDS if self._has_spoken else PATIENCE_SECONDS - self._durations.total

    def is_after(self, packet: bytes) -> bool:
        """Whether speech has ended with this packet, or the limit without speech is reached."""
        try:
            pcm = self._decoder.decode(packet, _LONGEST_PACKET)
        except self._opuslib.OpusError:
            return False  # transcode counts and conceals corrupt packets
        for probability in self._voice.probabilities(pcm):
            self._measure(probability)
        durations = self._durations
        if not self._has_spoken:
            return durations.total >= PATIENCE_SECONDS
        return durations.pause >= pause_that_ends(durations, self._limits) or (
            durations.total >= self._limits.longest_seconds
        )

    @property
    def _has_spoken(self) -> bool:
        return self._durations.speech >= LEAST_SPEECH_SECONDS

    def _measure(self, probability: float) -> None:
        durations = self._durations
        durations.total += WINDOW_SECONDS
        is_speaking = durations.speech > 0 and durations.pause == 0
        if probability >= (SPEECH_GOES_ON_AT if is_speaking else SPEECH_BEGINS_AT):
            if self._has_spoken and durations.pause >= EARLIER_PAUSE_SECONDS:
                durations.earlier_pause = max(durations.earlier_pause, durations.pause)
            durations.speech += WINDOW_SECONDS
            durations.pause = 0.0
        else:
            durations.pause += WINDOW_SECONDS


def pause_that_ends(durations: Durations, limits: SpeechLimits) -> float:
    """In seconds: the more was said, the shorter; but longer than the pauses before."""
    said = min(max((durations.speech - LITTLE_SECONDS) / (WHOLE_WISH_SECONDS - LITTLE_SECONDS), 0.0), 1.0)
    pause = limits.longest_pause_seconds + said * (limits.pause_seconds - limits.longest_pause_seconds)
    if durations.earlier_pause:
        pause = max(pause, durations.earlier_pause + BEYOND_EARLIER_PAUSE_SECONDS)
    return min(pause, limits.longest_pause_seconds)
