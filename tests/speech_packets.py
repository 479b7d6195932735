"""The sample recordings as a device sends them: WAV to Opus packets, packets to chunks in the bucket."""

import io
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

import av

from stikadoo.audio import frames, opus
from stikadoo.audio.frames import Frame
from stikadoo.audio.wav import from_wav
from stikadoo.aws.bucket import Bucket
from stikadoo.execution import Recording
from stikadoo.keys import ChunkKey

SPEECH = Path(__file__).parent / "speech"
BATCH = 8
"Packets per message, as the bridge sends them."


def pcm(name: str, gain: float = 1.0) -> bytes:
    """A sample recording's 16-bit mono 16 kHz, louder or quieter."""
    samples = array("h", from_wav((SPEECH / name).read_bytes()))
    return array("h", (int(sample * gain) for sample in samples)).tobytes()


def encode(sound: bytes, ms: int = 60, channels: int = 1) -> list[bytes]:
    """16 kHz PCM as Opus packets; the last one is filled up with silence."""
    size = opus.SAMPLE_RATE * ms // 1000
    step = size * 2 * channels
    encoder = opus.load().Encoder(opus.SAMPLE_RATE, channels, "voip")
    pieces = (sound[start : start + step].ljust(step, b"\0") for start in range(0, len(sound), step))
    return [bytes(encoder.encode(piece, size)) for piece in pieces]


def packets_of(name: str, gain: float = 1.0) -> list[bytes]:
    return encode(pcm(name, gain))


def v3(packets: Iterable[bytes]) -> bytes:
    return b"".join(frames.build(Frame(packet), 3) for packet in packets)


def send(
    bucket: Bucket,
    recording: Recording,
    packets: Sequence[bytes],
    *,
    after_ms: int = 0,
    is_numbered: bool = True,
    without: Iterable[int] = (),
) -> None:
    """Store the packets as chunks, each at the time of its last packet, but for chunks with an index in `without`."""
    for index in range(0, -(-len(packets) // BATCH)):
        if index in set(without):
            continue
        batch = packets[index * BATCH : (index + 1) * BATCH]
        arrived_ms = recording.started_ms + after_ms + (index * BATCH + len(batch)) * 60
        seq = index * BATCH if is_numbered else None
        key = ChunkKey(recording.connection_id, arrived_ms, seq, message_id="" if is_numbered else f"m{index:04d}=")
        bucket.put(str(key), v3(batch))


def ogg_to_pcm(ogg: bytes) -> bytes:
    """Decode Ogg Opus with FFmpeg, to 16-bit mono 16 kHz."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=opus.SAMPLE_RATE)
    with av.open(io.BytesIO(ogg)) as container:
        decoded = [*container.decode(audio=0), None]  # None flushes the resampler
    return b"".join(part.to_ndarray()[0].tobytes() for frame in decoded for part in resampler.resample(frame))
