"""What rooms, microphones and networks do to a clip: noise, echo, level, clipping, lost packets, pauses.

Each is applied to the decoded clip, which is then encoded again; a loss is applied to the packets. All random numbers
follow from the clip's and the condition's names, so that a run repeats. `signal to noise` compares the noise with the
clip's 20 ms blocks that are within 30 dB of its loudest.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise

import numpy as np

from benchmarks.speech.corpus import Clip, clips
from functions.transcode.decoder import decode
from stikadoo.audio.packets import Packet
from tests.sounds import RATE, Sound, chords, melody
from tests.speech_packets import encode

_BLOCK = RATE // 50
_REVERBERATION_SECONDS = 0.9
_PAUSE_SECONDS = 0.8
_TALKERS = 5
_LONGEST_SECONDS = 60

Random = np.random.Generator


def apply(condition: str, clip: Clip) -> Clip:
    """The clip in the condition. Raises KeyError for an unknown one."""
    change = CONDITIONS[condition]
    seed = int.from_bytes(hashlib.sha256(f"{condition} {clip.name}".encode()).digest()[:8])
    return change(clip, np.random.default_rng(seed))


def samples(clip: Clip) -> Sound:
    """Between -1 and 1."""
    pcm = decode(clip.packets, _LONGEST_SECONDS).pcm
    return np.frombuffer(pcm, "<i2").astype(np.float64) / 32768


def active_level(sound: Sound) -> float:
    """RMS of the 20 ms blocks that are within 30 dB of the loudest."""
    blocks = sound[: len(sound) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    powers = np.square(blocks).mean(axis=1)
    return float(np.sqrt(powers[powers >= powers.max() / 1000].mean()))


def _encoded(clip: Clip, sound: Sound) -> Clip:
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    return replace(clip, packets=tuple(Packet(packet) for packet in encode(pcm)))


def _noisy(noise: Callable[[int, Random], Sound], decibels: float, clip: Clip, draw: Random) -> Clip:
    sound = samples(clip)
    return _encoded(clip, sound + with_ratio(sound, noise(len(sound), draw), decibels))


def with_ratio(sound: Sound, noise: Sound, decibels: float) -> Sound:
    """The noise, scaled to so many dB below the sound."""
    scaled: Sound = noise * (active_level(sound) / np.sqrt(np.square(noise).mean()) / 10 ** (decibels / 20))
    return scaled


def _white(length: int, draw: Random) -> Sound:
    return draw.normal(size=length)


def _hum(length: int, draw: Random) -> Sound:
    """Mains at 50 Hz with its harmonics, and a fan: noise below 800 Hz or so."""
    time = np.arange(length) / RATE
    mains = sum((np.sin(2 * np.pi * 50 * order * time) / order for order in (1, 2, 3, 5, 7)), np.zeros(length))
    fan = np.convolve(draw.normal(size=length), np.ones(20) / 20, "same")
    return mains / mains.std() + fan / fan.std()


def _music(length: int, draw: Random) -> Sound:
    tunes = np.concatenate([chords(), melody()])
    return np.resize(np.roll(tunes, int(draw.integers(len(tunes)))), length)


def _babble(length: int, draw: Random) -> Sound:
    """Several talkers at once, of equal level."""
    chosen = draw.choice(len(_talkers()), size=_TALKERS, replace=False)
    shifts = draw.integers(RATE * 10, size=_TALKERS)
    talkers = (np.roll(_talker(number), shift) for number, shift in zip(chosen, shifts, strict=True))
    return sum((np.resize(talker, length) / active_level(talker) for talker in talkers), np.zeros(length))


@cache
def _talkers() -> tuple[Clip, ...]:
    return tuple(clips(("sentences-en", "phrases-es", "phrases-fr")))


@cache
def _talker(number: int) -> Sound:
    return samples(_talkers()[number])


def _far(clip: Clip, draw: Random) -> Clip:
    """A talker across a room: noise that decays by 60 dB in 0.9 s, without a direct path, behind the direct sound."""
    sound = samples(clip)
    time = np.arange(round(_REVERBERATION_SECONDS * RATE)) / RATE
    tail = draw.normal(size=len(time)) * 10 ** (-3 * time / _REVERBERATION_SECONDS)
    tail[0] = 0
    tail *= np.sqrt(2 / np.square(tail).sum())
    tail[0] = 1
    length = len(sound) + len(tail) - 1
    size = 1 << (length - 1).bit_length()
    echoed = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)[:length]
    return _encoded(clip, echoed * (np.abs(sound).max() / np.abs(echoed).max()))


def _quiet(peak_dbfs: float, clip: Clip, _: Random) -> Clip:
    sound = samples(clip)
    return _encoded(clip, sound * (10 ** (peak_dbfs / 20) / np.abs(sound).max()))


def _clipped(decibels: float, clip: Clip, _: Random) -> Clip:
    """As by an amplifier that is set too high by so much."""
    sound = samples(clip)
    return _encoded(clip, sound * (10 ** (decibels / 20) / np.abs(sound).max()))


def _lossy(share: float, clip: Clip, draw: Random) -> Clip:
    """Each packet but the first is lost with this probability."""
    kept = [place for place in range(len(clip.packets)) if not place or draw.random() >= share]
    return replace(
        clip,
        packets=tuple(Packet(clip.packets[place].data, place - before - 1) for before, place in pairwise([-1, *kept])),
    )


def _pause(clip: Clip, _: Random) -> Clip:
    """A pause of 0.8 s in the middle, where the clip is quietest."""
    sound = samples(clip)
    size = 3 * _BLOCK
    blocks = sound[: len(sound) // size * size].reshape(-1, size)
    third = len(blocks) // 3
    place = third + int(np.square(blocks).mean(axis=1)[third : len(blocks) - third].argmin())
    pause = np.resize(blocks[place], round(_PAUSE_SECONDS * RATE))
    return _encoded(clip, np.concatenate([sound[: place * size], pause, sound[place * size :]]))


def _unchanged(clip: Clip, _: Random) -> Clip:
    return clip


_NOISES = {"babble": _babble, "hum": _hum, "music": _music, "white": _white}

CONDITIONS: dict[str, Callable[[Clip, Random], Clip]] = {
    "clean": _unchanged,
    **{f"{name}-{ratio}": partial(_noisy, noise, ratio) for name, noise in _NOISES.items() for ratio in (20, 10, 5)},
    "far": _far,
    **{f"level-{level}": partial(_quiet, -level) for level in (30, 40)},
    **{f"clipped-{decibels}": partial(_clipped, decibels) for decibels in (12, 24)},
    **{f"loss-{percent}": partial(_lossy, percent / 100) for percent in (5, 10, 20)},
    "pause": _pause,
}
