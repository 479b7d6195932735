"""End-of-speech detection for auto and realtime mode, where no device sends listen stop. No I/O, no clock.

Time is that of the audio, which Wi-Fi may deliver late. Silence that a device does not send (DTX), and packets that
cannot be decoded, count by their arrival. If no packet comes at all, the caller compares its clock with `patience`.

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

LATE_SECONDS = 0.5
"How late Wi-Fi may deliver audio: arrival is trusted only beyond that."

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
    "Of audio."
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
        self._began_at: float | None = None
        self._spoke_at = 0.0

    @property
    def patience(self) -> float:
        """How many seconds without a packet end the speech."""
        return CEASED_SECONDS if self._has_spoken else PATIENCE_SECONDS - self._durations.total

    def is_after(self, packet: bytes, at: float) -> bool:
        """Whether speech has ended with this packet, or a limit is reached. `at`: its arrival, in seconds."""
        if self._began_at is None:
            self._began_at = at
        for probability in self._voice.probabilities(self._decoded(packet)):
            self._measure(probability)
            if self._durations.pause == 0:
                self._spoke_at = at
        durations = self._durations
        total = max(durations.total, at - self._began_at - LATE_SECONDS)
        if not self._has_spoken:
            return total >= PATIENCE_SECONDS
        pause = max(durations.pause, at - self._spoke_at - LATE_SECONDS)
        return pause >= pause_that_ends(durations, self._limits) or total >= self._limits.longest_seconds

    def _decoded(self, packet: bytes) -> bytes:
        try:
            pcm: bytes = self._decoder.decode(packet, _LONGEST_PACKET)
        except self._opuslib.OpusError:
            return b""  # transcode counts and conceals corrupt packets
        return pcm

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
