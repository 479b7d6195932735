"""The bridge's end of speech: what it cuts off, how long it waits, and its CPU, beside the same of a rule by level.

On the half of the clips that its numbers were not tuned on. Sentences are real voices: children and adults, if
`python -m tests.voices.collect speechocean762` has collected them, and those in the repository.
"""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby
from typing import Protocol

from benchmarks.level_rule import LevelRule
from benchmarks.speech.corpus import Clip, clips
from benchmarks.speech.endings import Ending, joined, make
from benchmarks.table import Row
from edge.end_of_speech import EndOfSpeech, SpeechLimits
from stikadoo.audio import opus

SENTENCES = ("kids-6-7", "kids-8-9", "kids-10-12", "adults", "sentences-en", "phrases-es", "phrases-fr")
WORDS = ("words-en", "words-de")

PACKET_SECONDS = 0.06
DEVICES = 500
_TOLERANCE_SECONDS = 0.15
"A cut so shortly before the end takes nothing that is heard."
_MOST_CLIPS = 30
_PARTS = 4
"Words in a wish with pauses."


class Rule(Protocol):
    """Finds the end of one recording."""

    def is_after(self, packet: bytes, at: float) -> bool:
        """Whether speech has ended with this packet, which arrived at this second."""
        ...


@dataclass(frozen=True)
class Found:
    """What a rule made of some recordings."""

    early: int
    "Ended before the speech did."
    missed: int
    "Ended by no pause, only by the limit without speech, or not at all."
    delay: float
    "Median seconds from the end of the speech."


def rows() -> list[Row]:
    sentences, words = _some(SENTENCES), _some(WORDS)
    natural = _Measured([make("natural", clip) for clip in sentences])
    pauses = _Measured([make("pause-1.0", clip) for clip in sentences])
    hesitant = _Measured([joined(group, 1.0) for group in _groups(words)])
    single = _Measured([make("natural", clip) for clip in words])
    soft = _Measured([make(f"soft-{level}", clip) for level, clip in zip(cycle((40, 48, 52)), sentences, strict=False)])
    fans = _Measured([make(f"fan-{level}", clip) for level, clip in zip(cycle((45, 40, 35)), sentences, strict=False)])
    return [
        natural.early("sentences cut off", 1.0),
        pauses.early("cut off in a pause of 1.0 s", 0.35),
        hesitant.early("four words with pauses of 1.0 s between them, cut off", 0.1),
        fans.early("cut off beside a fan of -45 to -35 dBFS", 0.2),
        soft.early("soft speech, -40 to -52 dBFS, cut off", 1.0),
        single.missed("single words whose end was missed"),
        soft.missed("soft speech whose end was missed"),
        natural.delay("from a sentence's end to listen stop, median", 1.3),
        single.delay("from a single word's end", 2.0),
        _cpu(natural.recordings[0].packets),
    ]


def _some(kinds: Sequence[str]) -> list[Clip]:
    """Of each kind alike many."""
    every = list(clips(kinds, "report"))
    return every[:: -(-len(every) // _MOST_CLIPS)]


def _groups(words: Iterable[Clip]) -> Iterator[Sequence[Clip]]:
    """Several words of one speaker each."""
    for _, of_speaker in groupby(sorted(words, key=lambda word: word.speaker), key=lambda word: word.speaker):
        spoken = list(of_speaker)
        yield from (spoken[at : at + _PARTS] for at in range(0, len(spoken) - _PARTS + 1, _PARTS))


def found(recordings: Sequence[Ending], rule: Callable[[], Rule]) -> Found:
    ends = [_end(recording, rule()) for recording in recordings]
    late = [end - recording.seconds for end, recording in zip(ends, recordings, strict=True) if end is not None]
    delays = [seconds for seconds in late if seconds >= -_TOLERANCE_SECONDS]
    missed = len(ends) - len(late)
    return Found(len(late) - len(delays), missed, statistics.median(delays) if delays else 0.0)


def _end(recording: Ending, rule: Rule) -> float | None:
    """When the rule ends the recording, in seconds; None if it does not."""
    for number, packet in enumerate(recording.packets, 1):
        if rule.is_after(packet, number * PACKET_SECONDS):
            return number * PACKET_SECONDS
    return None


def _bridge() -> EndOfSpeech:
    return EndOfSpeech(SpeechLimits())


class _Measured:
    """What both rules make of some recordings."""

    def __init__(self, recordings: Sequence[Ending]) -> None:
        self.recordings = recordings
        self._here = found(recordings, _bridge)
        self._level = found(recordings, LevelRule)

    def early(self, what: str, most: float) -> Row:
        return self._counted(what, self._here.early, self._level.early, most)

    def missed(self, what: str) -> Row:
        return self._counted(what, self._here.missed, self._level.missed, 1.0)

    def delay(self, what: str, most: float) -> Row:
        here, level = self._here.delay, self._level.delay
        ratio = here / level
        return Row(what, f"{here:.2f} s", f"by level: {level:.2f} s", ratio, f"at most {most} ×", ratio <= most)

    def _counted(self, what: str, here: int, level: int, most: float) -> Row:
        of = f"of {len(self.recordings)}"
        is_met = here <= most * level
        return Row(what, f"{here} {of}", f"by level: {level} {of}", here / max(level, 1), f"at most {most} ×", is_met)


def _cpu(packets: Sequence[bytes]) -> Row:
    """Of one packet, decoded and examined, and of many devices that speak at once."""
    times = [number * PACKET_SECONDS for number in range(1, len(packets) + 1)]
    here = _cpu_seconds(lambda: [*map(_bridge().is_after, packets, times)]) / len(packets)
    decoder = opus.load().Decoder(opus.SAMPLE_RATE, 1)
    decoding = _cpu_seconds(lambda: [decoder.decode(packet, 960) for packet in packets]) / len(packets)
    cores = DEVICES * here / PACKET_SECONDS
    return Row(
        f"CPU of a packet of 60 ms; {DEVICES} devices that speak at once take {cores:.1f} cores",
        f"{here * 1000:.2f} ms",
        f"its decoding alone: {decoding * 1000:.2f} ms",
        here / decoding,
    )


def _cpu_seconds(once: Callable[[], object], times: int = 9) -> float:
    """The least of several runs, after a warm-up run: other load on the machine only adds to it."""
    once()
    seconds = []
    for _ in range(times):
        started = time.process_time()
        once()
        seconds.append(time.process_time() - started)
    return min(seconds)
