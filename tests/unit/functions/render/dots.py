"""1-bit images for tests, and their representation as text."""

from hypothesis import strategies as st
from PIL import Image


def pattern(width: int, height: int, seed: int = 1) -> Image.Image:
    """An image without symmetry."""
    dots = Image.new("1", (width, height), 255)
    for index in range(width * height):
        if (index * index * 31 + index * seed) % 7 < 3:
            dots.putpixel((index % width, index // width), 0)
    return dots


def as_rows(dots: Image.Image) -> list[str]:
    """'#' is black."""
    return [
        "".join("." if dots.getpixel((column, row)) else "#" for column in range(dots.width))
        for row in range(dots.height)
    ]


def unpacked(rows: bytes, bytes_per_row: int, black: str = "1") -> list[str]:
    """From rows of bits, the leftmost dot in the highest bit."""
    lines = (rows[start : start + bytes_per_row] for start in range(0, len(rows), bytes_per_row))
    bits = ("".join(f"{byte:08b}" for byte in line) for line in lines)
    return ["".join("#" if bit == black else "." for bit in line) for line in bits]


any_dots = st.builds(
    lambda eighths, height, noise: Image.frombytes("1", (eighths * 8, height), noise(eighths * height)),
    st.integers(8, 12),
    st.integers(1, 60),
    st.randoms(use_true_random=False).map(lambda random: random.randbytes),
)
