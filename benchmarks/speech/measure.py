"""Counts over clips: nouns kept, word errors, wishes made of sounds, seconds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from benchmarks.speech.corpus import Clip
from benchmarks.speech.hearing import Heard
from benchmarks.speech.metrics import errors, kept


@dataclass
class Counts:
    """Sums over clips, of one kind or of several."""

    clips: int = 0
    heard: int = 0
    "Clips that became a wish; of sounds, these are hallucinations."
    nouns: int = 0
    nouns_kept: int = 0
    words: int = 0
    "That were said; in Chinese, characters."
    word_errors: int = 0
    wall_seconds: float = 0
    cpu_seconds: float = 0
    results: list[tuple[Clip, Heard]] = field(default_factory=list)

    def add(self, clip: Clip, heard: Heard) -> None:
        self.clips += 1
        self.heard += bool(heard.text)
        self.wall_seconds += heard.wall_seconds
        self.cpu_seconds += heard.cpu_seconds
        self.results.append((clip, heard))
        if clip.is_speech:
            wrong, words = errors(clip.said, heard.text, clip.language)
            self.words += words
            self.word_errors += wrong
            self.nouns += len(clip.nouns)
            self.nouns_kept += kept(clip.nouns, heard.text, clip.language)

    @property
    def kept_share(self) -> float:
        return self.nouns_kept / self.nouns if self.nouns else 0

    @property
    def error_rate(self) -> float:
        return self.word_errors / self.words if self.words else 0

    @property
    def heard_share(self) -> float:
        return self.heard / self.clips if self.clips else 0


def measure(clips: Iterable[Clip], hear: Callable[[Clip], Heard]) -> Counts:
    counts = Counts()
    for clip in clips:
        counts.add(clip, hear(clip))
    return counts


def total(parts: Iterable[Counts]) -> Counts:
    """Of all their clips."""
    counts = Counts()
    for part in parts:
        for clip, heard in part.results:
            counts.add(clip, heard)
    return counts
