"""Any recording as a device sends it: 16 kHz mono Opus packets of 60 ms in protocol 3 frames."""

import tempfile
from pathlib import Path

from device.opus_encoder import pcm
from stikadoo.audio.opus import SAMPLE_RATE
from tests.speech_packets import encode, v3

_LONGEST_SECONDS = 12

_SECOND = SAMPLE_RATE * 2
"In bytes of PCM."


def to_p3(recording: Path, shortest_seconds: int = 0) -> bytes:
    """The first seconds of it; a shorter one begins after half a second of silence, and more follows it."""
    sound = pcm(recording)[: _LONGEST_SECONDS * _SECOND]
    if len(sound) < shortest_seconds * _SECOND:
        sound = (bytes(_SECOND // 2) + sound).ljust(shortest_seconds * _SECOND, b"\0")
    return v3(encode(sound))


def bytes_to_p3(recording: bytes) -> bytes:
    with tempfile.NamedTemporaryFile() as file:
        file.write(recording)
        file.flush()
        return to_p3(Path(file.name))
