"""What a printer is sent decodes back to the sticker, dot for dot, and holds nothing the Stikadoo does not know."""

from dataclasses import dataclass, field
from typing import get_args

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from functions.render.printers import LANGUAGES, EscPos
from stikadoo.execution import Printer


@dataclass
class Paper:
    """A printer as its manual describes it: it knows four commands, and anything else is a fault."""

    rows: list[str] = field(default_factory=list)
    "Printed rows of dots, '#' is black."
    blocks: list[int] = field(default_factory=list)
    "Rows of each raster command."
    fed: int = 0
    "Dots fed since the last raster."
    spacing: int = 30
    resets: int = 0

    def read(self, sent: bytes) -> "Paper":
        while sent:
            if sent.startswith(b"\x1b@"):
                self.resets, self.spacing, sent = self.resets + 1, 30, sent[2:]
            elif sent.startswith(b"\x1b3"):
                self.spacing, sent = sent[2], sent[3:]
            elif sent.startswith(b"\x0a"):
                self.fed, sent = self.fed + self.spacing, sent[1:]
            elif sent.startswith(b"\x1dv0\x00"):
                sent = self._raster(sent[4], sent[5], sent[6], sent[7], sent[8:])
            else:
                raise AssertionError(f"the Stikadoo does not know {sent[:4].hex(' ')}")
        return self

    def _raster(self, xl: int, xh: int, yl: int, yh: int, sent: bytes) -> bytes:
        across, down = xl + 256 * xh, yl + 256 * yh
        assert len(sent) >= across * down
        assert self.fed == 0
        self.blocks.append(down)
        for row in range(down):
            bits = "".join(f"{byte:08b}" for byte in sent[row * across : (row + 1) * across])
            self.rows.append(bits.replace("0", ".").replace("1", "#"))
        return sent[across * down :]


def pattern(width: int, height: int, seed: int = 1) -> Image.Image:
    """Dots without any symmetry."""
    dots = Image.new("1", (width, height), 255)
    for index in range(width * height):
        if (index * index * 31 + index * seed) % 7 < 3:
            dots.putpixel((index % width, index // width), 0)
    return dots


def as_rows(dots: Image.Image) -> list[str]:
    return [
        "".join("." if dots.getpixel((column, row)) else "#" for column in range(dots.width))
        for row in range(dots.height)
    ]


def test_a_small_sticker_byte_for_byte() -> None:
    dots = Image.new("1", (16, 2), 255)
    dots.putpixel((0, 0), 0)
    dots.putpixel((15, 1), 0)
    sent = EscPos(max_block_rows=255, tear_off_mm=12).encode(dots, dpi=203)
    assert sent == bytes.fromhex("1b40  1d763000 0200 0200 8000 0001  1b3360 0a")


@pytest.mark.parametrize(("width", "height"), [(384, 1), (384, 255), (384, 256), (64, 960), (576, 300)])
def test_what_is_sent_decodes_back_dot_for_dot(width: int, height: int) -> None:
    dots = pattern(width, height)
    paper = Paper().read(LANGUAGES["escpos"].encode(dots, dpi=203))
    assert paper.rows == as_rows(dots)


@given(
    st.integers(1, 12).map(lambda n: n * 8), st.integers(1, 40), st.integers(1, 16), st.integers(0, 9), st.booleans()
)
def test_any_dots_survive_any_size_of_block(width: int, height: int, block: int, seed: int, mirrored: bool) -> None:
    dots = pattern(width, height, seed)
    if mirrored:
        dots = dots.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    paper = Paper().read(EscPos(max_block_rows=block, tear_off_mm=12).encode(dots, dpi=203))
    assert paper.rows == as_rows(dots)
    assert max(paper.blocks) <= block


def test_a_long_sticker_is_sent_in_blocks_whose_height_fits_one_byte() -> None:
    paper = Paper().read(LANGUAGES["escpos"].encode(pattern(384, 960), dpi=203))
    assert paper.blocks == [255, 255, 255, 195]


def test_a_print_begins_with_one_reset_whatever_was_printed_before() -> None:
    sent = LANGUAGES["escpos"].encode(pattern(384, 300), dpi=203)
    assert sent.startswith(b"\x1b@")
    assert Paper().read(sent).resets == 1


@pytest.mark.parametrize("dpi", [100, 203, 300, 600])
def test_the_paper_is_fed_far_enough_to_tear(dpi: int) -> None:
    paper = Paper().read(LANGUAGES["escpos"].encode(pattern(384, 8), dpi=dpi))
    assert 12 <= paper.fed / dpi * 25.4 < 12.5


@pytest.mark.parametrize(("width", "height"), [(384, 200), (64, 255)])
def test_python_escpos_sends_the_same_raster(width: int, height: int) -> None:
    dots = pattern(width, height)
    theirs = Dummy()
    theirs.image(dots, impl="bitImageRaster")
    assert theirs.output in LANGUAGES["escpos"].encode(dots, dpi=203)


def test_every_language_a_device_may_speak_has_a_row() -> None:
    assert set(get_args(Printer.model_fields["language"].annotation)) == set(LANGUAGES)
