"""PCM becomes a WAV: mono, 16-bit."""

import io
import wave

from stikadoo.audio.opus import SAMPLE_RATE


def to_wav(pcm: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm)
    return buffer.getvalue()
