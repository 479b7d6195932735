"""Sounds that are no speech, made of sines and noise: 16-bit mono PCM at 16 kHz, each some seconds long."""

import numpy as np
import numpy.typing as npt

RATE = 16_000

Sound = npt.NDArray[np.float64]


def _time(seconds: float) -> Sound:
    return np.arange(round(seconds * RATE)) / RATE


def _sine(hertz: float, seconds: float) -> Sound:
    return np.sin(2 * np.pi * hertz * _time(seconds))


def _decaying(hertz: float, seconds: float, half_life: float) -> Sound:
    return _sine(hertz, seconds) * 0.5 ** (_time(seconds) / half_life)


def _placed(pieces: list[tuple[float, Sound]], seconds: float) -> Sound:
    """Pieces at their start times, in silence."""
    whole = np.zeros(round(seconds * RATE))
    for start, piece in pieces:
        first = round(start * RATE)
        whole[first : first + len(piece)] += piece[: len(whole) - first]
    return whole


def ringing_phone() -> Sound:
    """North America's ringing tone, 440 and 480 Hz: two seconds on, one off."""
    tone = _sine(440, 2) + _sine(480, 2)
    return _placed([(0, tone), (3, tone)], 5)


def electronic_ringer() -> Sound:
    """A trill of two tones, 20 times a second."""
    trill = np.concatenate([_sine(1200 if number % 2 else 1500, 0.05) for number in range(24)])
    return _placed([(0.2, trill), (1.9, trill)], 3.5)


def beeps() -> Sound:
    return _placed([(0.3 + 0.5 * number, _sine(1000, 0.2)) for number in range(6)], 3.5)


def keys(seed: int = 1) -> Sound:
    """Clicks of a keyboard: 5 ms of noise each."""
    draw = np.random.default_rng(seed)
    click = draw.normal(size=80) * np.linspace(1, 0, 80)
    return _placed([(float(start), click) for start in np.sort(draw.uniform(0.1, 2.8, 18))], 3)


def jingling_keys(seed: int = 2) -> Sound:
    draw = np.random.default_rng(seed)
    return _placed(
        [(float(start), _decaying(float(draw.uniform(3000, 7000)), 0.15, 0.02)) for start in draw.uniform(0, 2.6, 40)],
        3,
    )


def cough(seed: int, count: int = 2) -> Sound:
    """A burst of noise below 2 kHz, then a voiced tail."""
    draw = np.random.default_rng(seed)
    noise = np.convolve(draw.normal(size=round(0.35 * RATE)), np.ones(6) / 6, "same")
    burst = noise * 0.5 ** (_time(0.35) / 0.06)
    tail = sum(
        (_decaying(140 * harmonic, 0.25, 0.05) / harmonic for harmonic in range(1, 8)), np.zeros(round(0.25 * RATE))
    )
    one = _placed([(0, burst), (0.2, 0.4 * tail)], 0.5)
    return _placed([(0.4 + 0.7 * number, one) for number in range(count)], 0.9 + 0.7 * count)


def chords() -> Sound:
    """A piano-like I–V–vi–IV in C."""
    progression = ((262, 330, 392), (196, 247, 294), (220, 262, 330), (175, 220, 262))
    pieces = [
        (
            0.7 * place,
            sum(
                (_decaying(tone * harmonic, 0.7, 0.2) / harmonic for tone in chord for harmonic in (1, 2, 3)),
                np.zeros(round(0.7 * RATE)),
            ),
        )
        for place, chord in enumerate(progression)
    ]
    return _placed(pieces, 3)


def melody() -> Sound:
    tones = (523, 523, 784, 784, 880, 880, 784)
    return _placed([(0.4 * place, _decaying(tone, 0.4, 0.15)) for place, tone in enumerate(tones)], 3)


def hum() -> Sound:
    """Mains: 50 Hz and its harmonics."""
    return sum((_sine(50 * harmonic, 3) / harmonic for harmonic in (1, 2, 3, 5, 7)), np.zeros(3 * RATE))


def fan(seed: int = 3) -> Sound:
    noise: Sound = np.convolve(np.random.default_rng(seed).normal(size=3 * RATE), np.ones(20) / 20, "same")
    return noise


def claps(seed: int = 4) -> Sound:
    draw = np.random.default_rng(seed)
    clap = draw.normal(size=800) * 0.5 ** (np.arange(800) / 120)
    return _placed([(0.3 + 0.35 * number, clap) for number in range(7)], 3)


def siren() -> Sound:
    sweep = 700 + 300 * np.sin(2 * np.pi * 0.5 * _time(4))
    return np.sin(2 * np.pi * np.cumsum(sweep) / RATE)


def breath(seed: int = 5) -> Sound:
    draw = np.random.default_rng(seed)
    return draw.normal(size=3 * RATE) * np.clip(np.sin(2 * np.pi * 0.4 * _time(3)), 0, None)


def door(seed: int = 6) -> Sound:
    draw = np.random.default_rng(seed)
    thud = _decaying(70, 0.4, 0.08) + 0.2 * draw.normal(size=round(0.4 * RATE)) * 0.5 ** (_time(0.4) / 0.03)
    return _placed([(0.5, thud), (1.6, thud)], 2.5)


SOUNDS = {
    "a ringing phone": ringing_phone(),
    "an electronic ringer": electronic_ringer(),
    "beeps": beeps(),
    "a keyboard": keys(),
    "jingling keys": jingling_keys(),
    "a cough": cough(1),
    "three coughs": cough(2, count=3),
    "one short cough": cough(3, count=1),
    "music": chords(),
    "a melody": melody(),
    "mains hum": hum(),
    "a fan": fan(),
    "claps": claps(),
    "a siren": siren(),
    "breath": breath(),
    "a door": door(),
}


def as_pcm(sound: Sound, peak: float = 0.5) -> bytes:
    scaled: Sound = sound * (peak * 32767 / np.abs(sound).max())
    return scaled.astype("<i2").tobytes()
