"""Phomemo commands: header, footer, and rasters without the byte that corrupts them."""

import pytest
from hypothesis import given
from PIL import Image

from functions.render.printers.phomemo import commands
from stikadoo.execution import Printer
from tests.unit.functions.render.dots import any_dots, pattern, unpacked

M02 = Printer(model="phomemo-m02")
HEADER = bytes.fromhex("1b40 1b6101 1f110204")
FOOTER = bytes.fromhex("1b6402 1b6402 1f1108 1f110e 1f1107 1f1109")


def blocks(sent: bytes) -> list[tuple[int, bytes]]:
    """(bytes per row, rows) of each block, as in the README of phomemo-tools."""
    assert sent.startswith(HEADER)
    assert sent.endswith(FOOTER)
    at, rasters = len(HEADER), []
    while at < len(sent) - len(FOOTER):
        assert sent[at : at + 4] == b"\x1dv0\x00"
        across, down = sent[at + 4] + 256 * sent[at + 5], sent[at + 6] + 256 * sent[at + 7]
        rasters.append((across, sent[at + 8 : at + 8 + across * down]))
        at += 8 + across * down
    assert at == len(sent) - len(FOOTER)
    return rasters


@given(any_dots)
def test_any_dots_decode_back_except_for_the_replaced_byte(dots: Image.Image) -> None:
    rows = b"".join(rows for _, rows in blocks(commands(dots, M02)))
    black = bytes(byte ^ 0xFF for byte in dots.tobytes())
    assert 0x0A not in rows
    assert rows == bytes(0x14 if byte == 0x0A else byte for byte in black)


def test_a_long_sticker_is_sent_in_blocks_of_at_most_255_rows() -> None:
    assert [len(rows) // 48 for _, rows in blocks(commands(pattern(384, 600), M02))] == [255, 255, 90]


def test_dots_stay_where_they_are() -> None:
    dots = Image.new("1", (384, 2), 255)
    dots.putpixel((383, 1), 0)
    assert unpacked(blocks(commands(dots, M02))[0][1], 48) == ["." * 384, "." * 383 + "#"]


@pytest.mark.parametrize("density", [1, 4])
def test_the_density_is_sent(density: int) -> None:
    assert commands(pattern(64, 1), Printer(model="phomemo-m02", density=density))[5:9] == bytes([31, 17, 2, density])


def test_density_0_sends_no_density_command() -> None:
    sent = commands(pattern(64, 1), Printer(model="phomemo-m02", density=0))
    assert sent.startswith(HEADER[:5] + b"\x1dv0")
