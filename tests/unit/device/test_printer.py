"""The virtual printers print the cloud's stickers dot for dot, and reject bytes a real printer would misprint."""

from io import BytesIO

import pytest
from PIL import Image

from device.errors import StickerDamaged
from device.printer import printed
from functions.render.printers import commands
from stikadoo.execution import Printer
from stikadoo.printers import MODELS, Language
from tests.unit.functions.render.dots import as_rows, pattern


def paper(sent: bytes, language: Language, width: int) -> list[str]:
    with Image.open(BytesIO(printed(sent, language, width))) as opened:
        assert opened.mode == "1"
        return as_rows(opened)


@pytest.mark.parametrize("model", MODELS)
def test_every_models_sticker_comes_out_dot_for_dot(model: str) -> None:
    """Except a Phomemo's forbidden byte, and the white padding of the last 24-dot band."""
    printer = Printer(model=model, forbidden={})
    dots = pattern(printer.width_dots, 50)
    rows = paper(commands(dots, printer), printer.language, printer.width_dots)
    assert rows[:50] == as_rows(dots)
    assert set("".join(rows[50:])) <= {"."}


@pytest.mark.parametrize(
    ("language", "sent", "sentence"),
    [
        ("escpos", "1b40 1b2a21 0800" + "00" * 24, "byte 2 is not the start of a command of this printer: 1b 2a 21 08"),
        ("escpos-column", "1b40 1d763000 0100 0100 ff", "byte 2 is not the start of a command"),
        ("escpos", "1b40 1d763000 0200 0100 ff", "the raster at byte 2 is truncated"),
        ("escpos", "1d763000 0200 0100 ffff 1d763000 0100 0100 ff", "its rows differ in width"),
        ("escpos-column", "1b2a21 0800 00", "the columns at byte 0 are truncated"),
        ("phomemo", "1b40 1b330a", "byte 2 is not the start of a command"),
        ("raw", "ffff ff", "3 bytes of dots in rows of 2"),
        ("zpl", "5e58 41", "not a (ZPL|TSPL) label"),
        ("tspl", "434c53", "not a (ZPL|TSPL) label"),
        ("png", "ffd8", "not a PNG"),
    ],
)
def test_what_a_printer_does_not_know_is_refused(language: Language, sent: str, sentence: str) -> None:
    with pytest.raises(StickerDamaged, match=sentence):
        printed(bytes.fromhex(sent), language, 16)


def test_a_zpl_picture_whose_crc_is_wrong_is_refused() -> None:
    sent = commands(pattern(64, 8), Printer(model="zpl-4x6"))
    crc = sent.index(b"^FS") - 4
    with pytest.raises(StickerDamaged, match="CRC"):
        printed(sent[:crc] + bytes([sent[crc] ^ 1]) + sent[crc + 1 :], "zpl", 64)


def test_a_png_of_greys_is_refused() -> None:
    file = BytesIO()
    Image.new("L", (8, 8)).save(file, "PNG")
    with pytest.raises(StickerDamaged, match="more than one bit"):
        printed(file.getvalue(), "png", 8)
