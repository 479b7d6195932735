"""speech.wav's samples, without their header."""

import io
import wave


def pcm(wav: bytes) -> bytes:
    """16-bit little-endian, 16 kHz, mono."""
    with wave.open(io.BytesIO(wav)) as file:
        return bytes(file.readframes(file.getnframes()))
