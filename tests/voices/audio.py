"""Any recording as a device sends it: 16 kHz mono Opus packets of 60 ms in protocol 3 frames."""

import io
from pathlib import Path
from typing import Any

import av

from stikadoo.audio.opus import SAMPLE_RATE
from tests.speech_packets import encode, v3

_LONGEST_SECONDS = 12
_FORMATS = {".raw": "s16le", ".g722": "g722"}
"Files without a header, by their suffix."


def to_p3(recording: bytes, suffix: str) -> bytes:
    """The first seconds of it."""
    return v3(encode(pcm(recording, suffix)))


def pcm(recording: bytes, suffix: str) -> bytes:
    """16 kHz mono, 16 bits a sample."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    options = {"sample_rate": str(SAMPLE_RATE)} if suffix == ".raw" else {}
    with av.open(io.BytesIO(recording), format=_FORMATS.get(suffix), options=options) as opened:
        frames: list[Any] = [*opened.decode(audio=0), None]  # None flushes the resampler
        pieces = (piece for frame in frames for piece in resampler.resample(frame))
        sound = b"".join(bytes(piece.planes[0])[: piece.samples * 2] for piece in pieces)
    return sound[: _LONGEST_SECONDS * SAMPLE_RATE * 2]


def read_pcm(recording: Path) -> bytes:
    return pcm(recording.read_bytes(), recording.suffix)
