"""Decodes Opus packets to 16 kHz mono 16-bit PCM, with concealment of lost and corrupt packets.

A packet is corrupt if libopus rejects it, or if its duration is not in use in the recording: libopus decodes half of
all random byte strings, but rarely to a duration in use.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stikadoo.audio import opus
from stikadoo.audio.opus_duration import durations_in_use, packet_samples, typical_packet_samples
from stikadoo.audio.packets import Packet

_BYTES = 2
"Per sample."


@dataclass(frozen=True)
class DecodedAudio:
    """A recording's PCM and decoding statistics."""

    pcm: bytes
    packets: int
    "Number of packets decoded, including corrupt ones."
    corrupt: int
    was_cut: bool

    @property
    def seconds(self) -> float:
        return len(self.pcm) / _BYTES / opus.SAMPLE_RATE


def decode(timeline: Sequence[Packet], max_seconds: int) -> DecodedAudio:
    """Decode up to max_seconds."""
    limit = max_seconds * opus.SAMPLE_RATE * _BYTES
    pcm = bytearray()
    packets = corrupt = 0
    for piece in _decoded_packets(timeline):
        pcm += piece.pcm
        packets += not piece.is_lost
        corrupt += piece.is_corrupt
        if len(pcm) > limit:
            break
    return DecodedAudio(bytes(pcm[:limit]), packets, corrupt, was_cut=len(pcm) > limit)


@dataclass(frozen=True)
class _DecodedPacket:
    pcm: bytes
    is_lost: bool = False
    is_corrupt: bool = False


def _decoded_packets(timeline: Sequence[Packet]) -> Iterator[_DecodedPacket]:
    library = opus.load()
    decoder = library.Decoder(opus.SAMPLE_RATE, 1)
    usual = typical_packet_samples(packet.data for packet in timeline)
    lengths = durations_in_use(packet.data for packet in timeline)
    for packet in timeline:
        for _ in range(packet.lost_before):
            yield _DecodedPacket(decoder.decode(b"", usual), is_lost=True)
        length = packet_samples(packet.data)
        try:
            pcm = decoder.decode(packet.data, length) if length in lengths else b""
        except library.OpusError:
            pcm = b""
        is_corrupt = len(pcm) != length * _BYTES or not pcm
        yield _DecodedPacket(decoder.decode(b"", usual) if is_corrupt else pcm, is_corrupt=is_corrupt)
