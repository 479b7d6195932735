"""Decoding Opus packets to PCM, as a multiple of real time."""

from itertools import chain, islice, repeat
from pathlib import Path

from benchmarks.table import Row, median_seconds
from functions.transcode.decoder import decode
from functions.transcode.loudness import loudness
from stikadoo.audio import opus
from stikadoo.audio.packets import Packet
from stikadoo.audio.wav import from_wav, to_wav

SPEECH = Path(__file__).parent.parent / "tests" / "speech" / "cat-rocket.wav"
SECONDS = 10
TARGET = 300
_SAMPLES = 960
"60 ms at 16 kHz."


def rows() -> list[Row]:
    timeline = _ten_seconds()

    def work() -> None:
        sound = decode(timeline, SECONDS)
        loudness(sound.pcm, -50)
        to_wav(sound.pcm)

    seconds = median_seconds(work)
    ratio = SECONDS / seconds
    return [
        Row(
            what=f"packets of {SECONDS} s of speech to WAV (reference / measured)",
            measured=f"{seconds * 1000:.1f} ms",
            reference=f"{SECONDS} s, as long as it was spoken",
            ratio=ratio,
            target=f"at least {TARGET} × real time",
            is_met=ratio >= TARGET,
        )
    ]


def _ten_seconds() -> list[Packet]:
    """A recorded wish, repeated, from one encoder."""
    spoken = from_wav(SPEECH.read_bytes())
    size = _SAMPLES * 2
    pieces = [spoken[start : start + size] for start in range(0, len(spoken) - size + 1, size)]
    encoder = opus.load().Encoder(opus.SAMPLE_RATE, 1, "voip")
    count = SECONDS * opus.SAMPLE_RATE // _SAMPLES
    endless = chain.from_iterable(repeat(pieces))
    return [Packet(bytes(encoder.encode(piece, _SAMPLES))) for piece in islice(endless, count)]
