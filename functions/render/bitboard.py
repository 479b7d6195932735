"""Black dots become the bits of one large number, so that a rule about a dot's neighbours is a shift and an `and`.

Rows one after another, the leftmost dot in the highest bit, 1 is black. Each row ends in at least eight white columns
that are no paper: what is shifted off one row's end so never turns up in the next. Python's shift takes 10 µs for a
sticker of 384 × 384; numpy would do it, too, and take 60 MB of the zip; Pillow's own filters of such rules, 25 ms each.
"""

from dataclasses import dataclass
from functools import cache

from PIL import Image


@dataclass(frozen=True)
class Grid:
    """How bits lie on the paper."""

    width: int
    height: int

    @property
    def stride(self) -> int:
        """Bits from a dot to the one below it."""
        return (self.width // 8 + 2) * 8

    @property
    def paper(self) -> int:
        """All dots there are."""
        return _paper(self)

    def bits(self, dots: Image.Image) -> int:
        """Of an image of mode "1"."""
        sheet = Image.new("1", (self.stride, self.height), 255)
        sheet.paste(dots, (0, 0))
        return int.from_bytes(sheet.tobytes("raw", "1;I"))

    def image(self, bits: int) -> Image.Image:
        packed = bits.to_bytes(self.stride // 8 * self.height)
        return Image.frombytes("1", (self.stride, self.height), packed, "raw", "1;I").crop(
            (0, 0, self.width, self.height)
        )

    def around(self, bits: int) -> int:
        """These dots and their eight neighbours."""
        across = bits | bits << 1 | bits >> 1
        return (across | across << self.stride | across >> self.stride) & self.paper

    def within(self, bits: int) -> int:
        """Those all of whose eight neighbours are among them; beyond the paper none is."""
        across = bits & bits << 1 & bits >> 1
        return across & across << self.stride & across >> self.stride


@cache
def _paper(grid: Grid) -> int:
    row = ((1 << grid.width) - 1) << (grid.stride - grid.width)
    return int.from_bytes(row.to_bytes(grid.stride // 8) * grid.height)
