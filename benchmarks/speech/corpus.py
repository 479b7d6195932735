"""The clips as packets: those in the repository, those collected from public corpora, and made sounds.

Two halves, by a hash of the speaker, or of the words where a kind has few speakers: thresholds are tuned on one and
reported on the other.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from stikadoo.audio import frames
from stikadoo.audio.packets import Packet
from tests import sounds
from tests.sounds import SOUNDS, Sound, as_pcm
from tests.speech_packets import encode
from tests.voices.manifest import COLLECTED, COMMITTED, Entry, read

Half = Literal["tune", "report"]

SOUND = "sounds"
"The kind of clips without speech."

_MANY_SPEAKERS = ("kids", "adults")


@dataclass(frozen=True)
class Clip:
    """One recording."""

    name: str
    kind: str
    language: str
    "BCP 47, as the device's; of a sound the default."
    said: str
    nouns: tuple[str, ...]
    packets: tuple[Packet, ...]
    half: Half
    speaker: str = ""

    @property
    def is_speech(self) -> bool:
        return self.kind != SOUND


def half_of(group: str) -> Half:
    """By a hash, so that it stays."""
    return "tune" if hashlib.sha256(group.encode()).digest()[0] % 2 else "report"


def clips(kinds: Iterable[str] = (), half: Half | None = None) -> Iterator[Clip]:
    """Of these kinds; without kinds all. A corpus that was not collected has none."""
    wanted = frozenset(kinds)
    for clip in _all(wanted):
        if half in {None, clip.half}:
            yield clip


def kinds() -> list[str]:
    """Those that are there."""
    return sorted({entry.kind for folder in (COMMITTED, COLLECTED) for entry in read(folder)})


def _all(wanted: frozenset[str]) -> Iterator[Clip]:
    for folder in (COMMITTED, COLLECTED):
        for entry in read(folder):
            if not wanted or entry.kind in wanted:
                yield clip_of(entry, folder)
    if not wanted or SOUND in wanted:
        yield from _made_sounds()


def clip_of(entry: Entry, folder: Path) -> Clip:
    stored = (folder / entry.file).read_bytes()
    return Clip(
        name=entry.file.removesuffix(".p3"),
        kind=entry.kind,
        language=entry.language or "en",
        said=entry.said,
        nouns=tuple(entry.nouns.split()),
        packets=tuple(Packet(frame.packet) for frame in frames.parse(stored, 3)),
        half=_half(entry),
        speaker=entry.speaker,
    )


def _half(entry: Entry) -> Half:
    if entry.half:
        return "tune" if entry.half == "tune" else "report"
    if entry.kind.startswith(_MANY_SPEAKERS):
        return half_of(entry.speaker)
    return half_of(entry.said or entry.file.removesuffix(".p3"))


def _made_sounds() -> Iterator[Clip]:
    for sound, make in MADE_SOUNDS.items():
        name = f"made/{sound}"
        packets = tuple(Packet(packet) for packet in encode(as_pcm(make())))
        yield Clip(name, SOUND, "en", "", (), packets, half_of(name))


def _kept(sound: Sound) -> Sound:
    return sound


MADE_SOUNDS: dict[str, Callable[[], Sound]] = {
    **{name: partial(_kept, sound) for name, sound in SOUNDS.items()},
    **{
        f"{count} coughs, {seed}": partial(sounds.cough, seed, count)
        for seed, count in zip(range(10, 22), [1, 2, 3] * 4, strict=False)
    },
    **{f"keys, {seed}": partial(sounds.keys, seed) for seed in (11, 12)},
    **{f"jingling keys, {seed}": partial(sounds.jingling_keys, seed) for seed in (13, 14)},
    **{f"a fan, {seed}": partial(sounds.fan, seed) for seed in (15, 16)},
    **{f"claps, {seed}": partial(sounds.claps, seed) for seed in (17, 18, 19)},
    **{f"breath, {seed}": partial(sounds.breath, seed) for seed in (20, 21, 22)},
    **{f"a door, {seed}": partial(sounds.door, seed) for seed in (23, 24)},
}
"Beside those of tests/sounds.py, the same with other random numbers."
