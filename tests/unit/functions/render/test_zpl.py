"""ZPL decodes to the sticker, by zebrafy, an independent decoder."""

import pytest
from hypothesis import given
from PIL import Image
from zebrafy import ZebrafyZPL

from functions.render.printers.zpl import commands
from stikadoo.execution import Printer
from tests.unit.functions.render.dots import any_dots, as_rows, pattern

ROLL = Printer(model="zpl-4x6", gap_mm=0)
LABELS = Printer(model="zpl-4x6", density=20)


def decoded(sent: bytes) -> Image.Image:
    (field,) = ZebrafyZPL(sent.decode("ascii")).to_images()
    return field


@given(any_dots)
def test_any_dots_decode_back(dots: Image.Image) -> None:
    assert as_rows(decoded(commands(dots, LABELS)).convert("1")) == as_rows(dots)


def test_zebrafy_rejects_a_wrong_crc() -> None:
    """Shows that the test above checks the CRC."""
    sent = commands(pattern(64, 8), LABELS)
    crc = sent.index(b"^FS") - 4
    wrong = sent[:crc] + (b"0000" if sent[crc : crc + 4] != b"0000" else b"FFFF") + sent[crc + 4 :]
    with pytest.raises(ValueError, match="CRC"):
        decoded(wrong)


@pytest.mark.parametrize(
    ("printer", "head"),
    [
        (LABELS, b"~SD20^XA^MNY^PW808^LL1216^PR4^FO0,0^GFA,10100,10100,101,:Z64:"),
        (ROLL, b"^XA^MNN^PW808^LL196^PR4^FO0,0^GFA,10100,10100,101,:Z64:"),
    ],
)
def test_the_label_s_settings_precede_the_dots(printer: Printer, head: bytes) -> None:
    """On a roll, 100 rows and a feed of 12 mm; else the length of one label."""
    sent = commands(pattern(808, 100), printer)
    assert sent.startswith(head)
    assert sent.endswith(b"^FS^PQ1^XZ\n")
