"""Counts the recordings of a directory that are heard: speech should be, other sounds should not.

    python -m benchmarks.nothing_heard DIRECTORY…

Prints the clips of each directory (WAV, Ogg, FLAC or MP3; 20 s of each) that are heard, as they are, with the noise of
a room and with a fifth of the packets lost; then the synthetic sounds of tests/sounds.py. Results: docs/speech.md.
"""

import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from functions.transcode.decoder import decode
from functions.transcribe.step import Accepted
from functions.transcribe.transcribers.languages import supported_languages
from functions.transcribe.transcribers.weights import resolve_model
from functions.transcribe.transcribers.whisper import Whisper
from stikadoo.audio.opus import SAMPLE_RATE
from stikadoo.audio.packets import Packet
from stikadoo.audio.wav import to_wav
from stikadoo.errors import NothingHeard
from stikadoo.languages import primary_language
from stikadoo.worker_settings import TranscribeSettings
from tests.sounds import SOUNDS, as_pcm
from tests.speech_packets import encode

LONGEST_SECONDS = 20
NOISE_DB = 10
LOST = 0.2

_ACCEPTED = Accepted(
    frozenset(map(primary_language, supported_languages(TranscribeSettings.spoken_languages))),
    TranscribeSettings.min_confidence,
)

Samples = npt.NDArray[np.float64]


def main(directories: Iterable[str]) -> None:
    whisper = Whisper(resolve_model(""))
    for directory in directories:
        clips = {path.name: _read(path) for path in sorted(Path(directory).iterdir())}
        _print(f"{directory}", whisper, {name: _packets(clip) for name, clip in clips.items()})
        _print(f"{directory}, noise", whisper, {name: _packets(_noisy(clip)) for name, clip in clips.items()})
        _print(f"{directory}, loss", whisper, {name: _lossy(_packets(clip)) for name, clip in clips.items()})
    _print("tests/sounds.py", whisper, {name: _sent(as_pcm(sound)) for name, sound in SOUNDS.items()})


def _print(what: str, whisper: Whisper, clips: dict[str, list[Packet]]) -> None:
    texts = {name: _heard(whisper, packets) for name, packets in clips.items()}
    heard = {name: text for name, text in texts.items() if text}
    print(f"{what}: {len(heard)} of {len(clips)} are heard")  # noqa: T201 # its output
    for name, text in heard.items():
        print(f"    {name}: {text}")  # noqa: T201


def _heard(whisper: Whisper, packets: list[Packet]) -> str:
    pcm = decode(packets, 60).pcm
    transcript = whisper.words(to_wav(pcm))
    try:
        _ACCEPTED.check(transcript)
    except NothingHeard:
        return ""
    return transcript.text


def _read(path: Path) -> Samples:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    with av.open(str(path)) as container:
        frames = [*container.decode(audio=0), None]  # None flushes the resampler
        parts = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    return np.concatenate(parts).astype(np.float64)[: LONGEST_SECONDS * SAMPLE_RATE] / 32768


def _packets(clip: Samples) -> list[Packet]:
    return _sent((np.clip(clip, -1, 1) * 32767).astype("<i2").tobytes())


def _sent(pcm: bytes) -> list[Packet]:
    return [Packet(packet) for packet in encode(pcm)]


def _noisy(clip: Samples) -> Samples:
    """With noise below 800 Hz or so, NOISE_DB below the clip's own level."""
    noise = np.convolve(np.random.default_rng(1).normal(size=len(clip)), np.ones(20) / 20, "same")
    level = np.sqrt(np.mean(np.square(clip)) / np.mean(np.square(noise)) / 10 ** (NOISE_DB / 10))
    noisy: Samples = clip + noise * level
    return noisy


def _lossy(packets: list[Packet]) -> list[Packet]:
    """Without LOST of them, but for the first."""
    draw = np.random.default_rng(1)
    places = [place for place in range(len(packets)) if not place or draw.random() >= LOST]
    steps = pairwise([-1, *places])
    return [Packet(packets[place].data, place - before - 1) for before, place in steps]


if __name__ == "__main__":
    main(sys.argv[1:])
