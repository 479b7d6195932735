"""Encodes a recording as Opus packets, as the firmware encodes its microphone.

Reads WAV and any other format of FFmpeg, through PyAV (a dependency of faster-whisper).
Opus settings of the firmware: 16 kHz mono, VBR, complexity 0, DTX, so long silence is packets of a few bytes.
"""

from pathlib import Path
from typing import Any

from stikadoo.audio import opus

FRAME_MS = 60
"The firmware's default; clients on PCs use 20."

_SAMPLE_BYTES = 2


def packets(recording: Path, frame_ms: int = FRAME_MS) -> list[bytes]:
    """Pads the last packet with silence. Raises OSError, ValueError for a file without sound."""
    sound = pcm(recording)
    if not sound:
        raise ValueError(f"{recording} contains no sound")
    opuslib = opus.load()
    samples = opus.SAMPLE_RATE * frame_ms // 1000
    encoder = opuslib.Encoder(opus.SAMPLE_RATE, 1, "voip")
    encoder.complexity = 0
    opuslib.api.encoder.encoder_ctl(encoder.encoder_state, opuslib.api.ctl.set_dtx, 1)
    return [bytes(encoder.encode(piece, samples)) for piece in _pieces(sound, samples * _SAMPLE_BYTES)]


def pcm(recording: Path) -> bytes:
    """16 kHz mono, 16 bits a sample. Raises as packets does."""
    import av  # takes 0.2 s, and a typed wish needs none

    resampler = av.AudioResampler(format="s16", layout="mono", rate=opus.SAMPLE_RATE)
    try:
        with av.open(str(recording)) as opened:
            frames: list[Any] = [*opened.decode(audio=0), None]  # None flushes the resampler
    except (av.error.FFmpegError, IndexError) as exc:
        if isinstance(exc, (FileNotFoundError, PermissionError, IsADirectoryError)):
            raise
        raise ValueError(f"{recording} contains no readable sound") from exc
    resampled = (piece for frame in frames for piece in resampler.resample(frame))
    return b"".join(bytes(piece.planes[0])[: piece.samples * _SAMPLE_BYTES] for piece in resampled)


def _pieces(sound: bytes, size: int) -> list[bytes]:
    return [sound[start : start + size].ljust(size, b"\0") for start in range(0, len(sound), size)]
