"""TSPL decodes to the sticker, by a reader written from the manual; 0 is black."""

import re

from hypothesis import given
from PIL import Image

from functions.render.printers.tspl import commands
from stikadoo.execution import Printer
from tests.unit.functions.render.dots import any_dots, as_rows, pattern, unpacked

LABELS = Printer(model="tspl-4x6")


def read(sent: bytes) -> tuple[dict[bytes, bytes], list[str]]:
    """The arguments of each command before the picture, and the picture."""
    match = re.fullmatch(rb"(.*\r\nCLS\r\n)BITMAP 0,0,(\d+),(\d+),0,(.*)\r\nPRINT 1,1\r\n", sent, re.DOTALL)
    assert match
    head, across, down, rows = match.groups()
    assert len(rows) == int(across) * int(down)
    settings = dict(line.partition(b" ")[::2] for line in head.splitlines())
    return settings, unpacked(rows, int(across), black="0")


@given(any_dots)
def test_any_dots_decode_back(dots: Image.Image) -> None:
    assert read(commands(dots, LABELS))[1] == as_rows(dots)


def test_the_label_s_settings_precede_the_dots() -> None:
    settings, _ = read(commands(pattern(808, 100), LABELS))
    assert settings == {
        b"SIZE": b"101.1 mm,152.1 mm",
        b"GAP": b"3 mm,0 mm",
        b"DENSITY": b"8",
        b"SPEED": b"4",
        b"CLS": b"",
    }


def test_a_roll_without_gaps_is_as_long_as_what_is_printed_and_fed() -> None:
    settings, _ = read(commands(pattern(808, 104), Printer(model="tspl-4x6", gap_mm=0, density=0)))
    assert (settings[b"SIZE"], settings[b"GAP"], b"DENSITY" in settings) == (b"101.1 mm,25.0 mm", b"0 mm,0 mm", False)
