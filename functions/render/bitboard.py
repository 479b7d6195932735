"""Bitboard: a 1-bit image as one int, so that a rule about a dot's neighbours is a shift and a mask.

Row after row, the leftmost dot in the highest bit, 1 is black. Each row ends in at least eight white columns beyond the
paper, so that no dot is shifted from one row into the next. A shift takes 10 µs for a sticker of 384 × 384. numpy would
be as fast and add 60 MB to the zip; a rank filter of Pillow's takes 25 ms.
"""

from dataclasses import dataclass
from functools import cache

from PIL import Image


@dataclass(frozen=True)
class Grid:
    """The layout of the bits: what an image of that size needs."""

    width: int
    height: int

    @property
    def stride(self) -> int:
        """Bits from a dot to the one below it."""
        return (self.width // 8 + 2) * 8

    @property
    def paper(self) -> int:
        """Every dot of the image set."""
        return _paper(self)

    def bits(self, dots: Image.Image) -> int:
        """From an image of mode "1"."""
        padded = Image.new("1", (self.stride, self.height), 255)
        padded.paste(dots, (0, 0))
        return int.from_bytes(padded.tobytes("raw", "1;I"))

    def image(self, bits: int) -> Image.Image:
        """The inverse of bits()."""
        packed = bits.to_bytes(self.stride // 8 * self.height)
        return Image.frombytes("1", (self.stride, self.height), packed, "raw", "1;I").crop(
            (0, 0, self.width, self.height)
        )

    def dilated(self, bits: int) -> int:
        """The dots and their eight neighbours."""
        across = bits | bits << 1 | bits >> 1
        return (across | across << self.stride | across >> self.stride) & self.paper

    def eroded(self, bits: int) -> int:
        """The dots whose eight neighbours are all set; none is set beyond the paper."""
        across = bits & bits << 1 & bits >> 1
        return across & across << self.stride & across >> self.stride


@cache
def _paper(grid: Grid) -> int:
    row = ((1 << grid.width) - 1) << (grid.stride - grid.width)
    return int.from_bytes(row.to_bytes(grid.stride // 8) * grid.height)
