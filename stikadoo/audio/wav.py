"""WAV files of mono 16-bit 16 kHz PCM, as in speech.wav."""

import io
import wave

from stikadoo.audio.opus import SAMPLE_RATE


def to_wav(pcm: bytes) -> bytes:
    """Add a WAV header to little-endian samples."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm)
    return buffer.getvalue()


def from_wav(wav: bytes) -> bytes:
    """Return the samples without the header."""
    with wave.open(io.BytesIO(wav)) as file:
        return bytes(file.readframes(file.getnframes()))
