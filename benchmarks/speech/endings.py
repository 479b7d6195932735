"""Recordings whose speech ends at a known second, as a device sends them in auto mode: with its room, before and after.

The end is that of a clip's last 40 ms within 25 dB of its loudest; what follows, but for a quarter of a second, is
replaced by noise of the clip's own level in its pauses. A pause is where a clip is quietest, and lasts as long as named
with the quiet that is there.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from benchmarks.speech.conditions import Random, active_level, samples
from benchmarks.speech.corpus import Clip
from tests.sounds import RATE, Sound
from tests.speech_packets import encode

_BLOCK = RATE // 50
_MARGIN = RATE // 4
_LEAD_SECONDS = 0.8
_TAIL_SECONDS = 5.0
_FAN_LEAD_SECONDS = 3.0


@dataclass(frozen=True)
class Ending:
    """A recording that goes on after its speech."""

    packets: Sequence[bytes]
    "Of 60 ms."
    seconds: float
    "When its speech ends."


@dataclass(frozen=True)
class _Speech:
    """A clip without what precedes and follows its speech."""

    sound: Sound
    end: int
    "Of the speech: there are at most _MARGIN samples after it."
    room_dbfs: float


def make(condition: str, clip: Clip) -> Ending:
    """Raises KeyError for an unknown condition."""
    seed = int.from_bytes(hashlib.sha256(f"{condition} {clip.name}".encode()).digest()[:8])
    return CONDITIONS[condition](_speech(samples(clip)), np.random.default_rng(seed))


def joined(parts: Sequence[Clip], pause_seconds: float) -> Ending:
    """Clips of one speaker as one wish, with pauses between them."""
    draw = np.random.default_rng(len(parts))
    room = partial(noise, dbfs=-65.0, draw=draw)
    sounds = [_speech(samples(part)) for part in parts]
    pieces = [piece for speech in sounds for piece in (room(pause_seconds), speech.sound[: speech.end])]
    return _ending(np.concatenate([*pieces, room(_TAIL_SECONDS)]), len(np.concatenate(pieces)))


def noise(seconds: float, dbfs: float, draw: Random) -> Sound:
    """Pink, as of a room or a fan."""
    length = max(1, round(seconds * RATE))
    spectrum = np.fft.rfft(draw.normal(size=length))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[: 40 * length // RATE] = 0
    sound: Sound = np.fft.irfft(spectrum, length)
    return sound * (10 ** (dbfs / 20) / max(float(np.sqrt(np.square(sound).mean())), 1e-9))


def _levels(sound: Sound) -> Sound:
    """In dBFS, of each 20 ms."""
    blocks = sound[: len(sound) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    levels: Sound = 10 * np.log10(np.square(blocks).mean(axis=1) + 1e-10)
    return levels


def _speech(sound: Sound) -> _Speech:
    levels = _levels(sound)
    is_loud = levels >= np.percentile(levels, 95) - 25
    (spoken,) = np.nonzero(is_loud[1:] & is_loud[:-1])
    start = max(0, int(spoken[0]) * _BLOCK - _MARGIN)
    end = (int(spoken[-1]) + 2) * _BLOCK
    room_dbfs = float(np.clip(np.percentile(levels, 5), -75, -50))
    return _Speech(sound[start : end + _MARGIN], end - start, room_dbfs)


def _in_room(speech: _Speech, draw: Random, *, pauses: Sequence[float] = (), lead: float = _LEAD_SECONDS) -> Ending:
    return _ending(*_placed(speech, draw, pauses, lead))


def _placed(speech: _Speech, draw: Random, pauses: Sequence[float], lead: float) -> tuple[Sound, int]:
    """The recording, and the sample with which its speech ends."""
    room = partial(noise, dbfs=speech.room_dbfs, draw=draw)
    bounds = np.linspace(0.15, 0.85, len(pauses) + 1) * speech.end
    cuts = [_quietest(speech.sound, int(low), int(high)) for low, high in pairwise(bounds)]
    pieces = np.split(speech.sound, cuts)
    added = [max(0.02, pause - _quiet_around(speech.sound, cut)) for pause, cut in zip(pauses, cuts, strict=True)]
    silences = [room(lead), *map(room, added)]
    spoken = [part for pair in zip(silences, pieces, strict=True) for part in pair]
    end = speech.end + sum(map(len, silences))
    return np.concatenate([*spoken, room(_TAIL_SECONDS)]), end


def _quietest(sound: Sound, low: int, high: int) -> int:
    """The middle of the quietest 40 ms in between."""
    places = range(low, max(low + 1, high - 2 * _BLOCK), _BLOCK // 2)
    return min(places, key=lambda place: float(np.square(sound[place : place + 2 * _BLOCK]).sum())) + _BLOCK


def _quiet_around(sound: Sound, place: int) -> float:
    """How many seconds around a sample are 25 dB below the loudest."""
    levels = _levels(sound)
    loud = np.flatnonzero(levels >= np.percentile(levels, 95) - 25) + 0.5
    before, after = loud[loud <= place / _BLOCK], loud[loud > place / _BLOCK]
    return float((after.min(initial=len(levels)) - before.max(initial=0) - 1) * _BLOCK / RATE)


def _fan(dbfs: float, speech: _Speech, draw: Random) -> Ending:
    """It runs before, during and after the speech."""
    sound, end = _placed(speech, draw, (), _FAN_LEAD_SECONDS)
    return _ending(sound + noise(len(sound) / RATE, dbfs, draw)[: len(sound)], end)


def _soft(dbfs: float, speech: _Speech, draw: Random) -> Ending:
    """Speech of this level in a quiet room."""
    sound, end = _placed(speech, draw, (), _LEAD_SECONDS)
    gain = 10 ** (dbfs / 20) / active_level(speech.sound)
    return _ending(sound * gain + noise(len(sound) / RATE, -75, draw)[: len(sound)], end)


def _ending(sound: Sound, end: int) -> Ending:
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    return Ending(encode(pcm), end / RATE)


CONDITIONS: dict[str, Callable[[_Speech, Random], Ending]] = {
    "natural": _in_room,
    **{f"pause-{pause}": partial(_in_room, pauses=(pause,)) for pause in (0.6, 0.8, 1.0, 1.2, 1.5)},
    "pauses": partial(_in_room, pauses=(1.0, 1.0, 1.0)),
    **{f"fan-{level}": partial(_fan, -level) for level in (50, 45, 40, 35)},
    **{f"soft-{level}": partial(_soft, -level) for level in (40, 48, 52)},
}
