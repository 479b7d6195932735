"""The commands decode to the sticker, dot for dot, and contain only what the Stikadoo device supports."""

from dataclasses import dataclass, field

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from functions.render.printers.escpos import commands
from stikadoo.execution import Printer
from tests.unit.functions.render.dots import any_dots, as_rows, pattern, unpacked

STIKADOO = Printer()


@dataclass
class Paper:
    """A printer that supports four commands, as in the manual; anything else fails the test."""

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
                raise AssertionError(f"the Stikadoo does not support {sent[:4].hex(' ')}")
        return self

    def _raster(self, xl: int, xh: int, yl: int, yh: int, sent: bytes) -> bytes:
        across, down = xl + 256 * xh, yl + 256 * yh
        assert len(sent) >= across * down
        assert self.fed == 0
        self.blocks.append(down)
        self.rows += unpacked(sent[: across * down], across)
        return sent[across * down :]


def test_a_small_sticker_byte_for_byte() -> None:
    dots = Image.new("1", (16, 2), 255)
    dots.putpixel((0, 0), 0)
    dots.putpixel((15, 1), 0)
    sent = commands(dots, STIKADOO)
    assert sent == bytes.fromhex("1b40  1d763000 0200 0200 8000 0001  1b3360 0a")


@pytest.mark.parametrize(("width", "height"), [(384, 1), (384, 255), (384, 256), (64, 960), (576, 300)])
def test_the_commands_decode_to_the_sticker(width: int, height: int) -> None:
    dots = pattern(width, height)
    paper = Paper().read(commands(dots, STIKADOO))
    assert paper.rows == as_rows(dots)


@given(any_dots, st.integers(1, 16))
def test_any_dots_survive_any_size_of_block(dots: Image.Image, block: int) -> None:
    paper = Paper().read(commands(dots, Printer(block_rows=block)))
    assert paper.rows == as_rows(dots)
    assert max(paper.blocks) <= block


def test_a_long_sticker_is_sent_in_blocks_whose_height_fits_one_byte() -> None:
    paper = Paper().read(commands(pattern(384, 960), STIKADOO))
    assert paper.blocks == [255, 255, 255, 195]


def test_a_print_begins_with_its_only_reset() -> None:
    sent = commands(pattern(384, 300), STIKADOO)
    assert sent.startswith(b"\x1b@")
    assert Paper().read(sent).resets == 1


@pytest.mark.parametrize("dpi", [100, 203, 300, 600])
def test_the_paper_is_fed_far_enough_to_tear(dpi: int) -> None:
    paper = Paper().read(commands(pattern(384, 8), Printer(dpi=dpi)))
    assert 12 <= paper.fed / dpi * 25.4 < 12.5


@pytest.mark.parametrize(("width", "height"), [(384, 200), (64, 255)])
def test_python_escpos_encodes_the_same_raster(width: int, height: int) -> None:
    dots = pattern(width, height)
    theirs = Dummy()
    theirs.image(dots, impl="bitImageRaster")
    assert theirs.output in commands(dots, STIKADOO)


def test_without_a_feed_the_commands_end_with_the_raster() -> None:
    assert commands(pattern(64, 1), Printer(feed_mm=0)).endswith(bytes.fromhex("0800 0100") + b"".join([_row()]))


def _row() -> bytes:
    return bytes(byte ^ 0xFF for byte in pattern(64, 1).tobytes())


def test_forbidden_bytes_are_replaced_among_the_dots_and_nowhere_else() -> None:
    """0A is also the height, ten rows, and stays there."""
    dots = Image.frombytes("1", (64, 10), bytes(0xFF ^ 0x0A for _ in range(80)))
    sent = commands(dots, Printer(forbidden={"0a": "14"}))
    assert sent == bytes.fromhex("1b40 1d763000 0800 0a00") + b"\x14" * 80 + bytes.fromhex("1b3360 0a")
