"""One message's frames, as stored in the bucket."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stikadoo.audio.frames import Frame, Protocol, framing, parse
from stikadoo.errors import MalformedMessage
from stikadoo.keys import ChunkKey


@dataclass(frozen=True)
class Chunk:
    """The frames of one message; broken if bytes that are no frame follow them."""

    key: ChunkKey
    frames: tuple[Frame, ...]
    is_broken: bool = False

    @property
    def numbers(self) -> range:
        """The numbers of its packets; empty for a chunk without a number."""
        return range(0) if self.key.seq is None else range(self.key.seq, self.key.seq + len(self.frames))

    @property
    def numbered(self) -> Iterator[tuple[int, Frame]]:
        return enumerate(self.frames, self.numbers.start)

    def at(self, seq: int) -> "Chunk":
        """The chunk with this number."""
        return replace(self, key=replace(self.key, seq=seq))


def read_chunk(key: ChunkKey, body: bytes, protocol: Protocol) -> Chunk:
    """Parse a chunk, keeping the frames before a fault. Its bytes take precedence over the announced protocol."""
    frames, is_broken = parse_frames(body, framing(body, protocol))
    return Chunk(key, tuple(frames), is_broken)


def parse_frames(body: bytes, protocol: Protocol) -> tuple[list[Frame], bool]:
    """The frames before a fault, and whether there is one."""
    frames: list[Frame] = []
    try:
        for frame in parse(body, protocol):
            frames.append(frame)  # one by one, to keep the frames before a fault
    except MalformedMessage:
        return frames, True
    return frames, False
