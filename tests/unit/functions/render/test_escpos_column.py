"""Columns of 24 dots decode to the sticker, by a reader written from the manual's "ESC *"."""

from escpos.printer import Dummy
from hypothesis import given
from PIL import Image

from functions.render.printers.escpos_column import commands
from stikadoo.execution import Printer
from tests.unit.functions.render.dots import any_dots, as_rows, pattern

COLUMN = Printer(model="escpos-column-58")


def printed(sent: bytes) -> list[str]:
    """The printed rows, without the feed."""
    assert sent.startswith(b"\x1b@\x1b3\x18")
    at, rows = 5, list[str]()
    while sent[at : at + 3] == b"\x1b*\x21":
        width = sent[at + 3] + 256 * sent[at + 4]
        at += 5
        columns = [f"{int.from_bytes(sent[at + 3 * x : at + 3 * x + 3]):024b}" for x in range(width)]
        rows += ["".join("#" if column[y] == "1" else "." for column in columns) for y in range(24)]
        at += 3 * width
        assert sent[at] == 0x0A
        at += 1
    assert sent[at : at + 2] == b"\x1b3"
    assert set(sent[at + 3 :]) == {0x0A}
    return rows


@given(any_dots)
def test_any_dots_decode_back_and_the_last_band_is_padded_with_white(dots: Image.Image) -> None:
    rows = printed(commands(dots, COLUMN))
    assert rows[: dots.height] == as_rows(dots)
    assert len(rows) - dots.height < 24
    assert set("".join(rows[dots.height :])) <= {"."}


def test_a_small_sticker_byte_for_byte() -> None:
    dots = Image.new("1", (64, 1), 255)
    dots.putpixel((1, 0), 0)
    sent = commands(dots, COLUMN)
    assert sent == bytes.fromhex("1b40 1b3318  1b2a21 4000  000000 800000") + bytes(62 * 3) + bytes.fromhex(
        "0a 1b3360 0a"
    )


def test_python_escpos_encodes_the_same_columns() -> None:
    theirs = Dummy()
    theirs.image(pattern(64, 48), impl="bitImageColumn")
    ours = commands(pattern(64, 48), COLUMN)
    bands = [part[: 2 + 64 * 3] for part in ours.split(b"\x1b*\x21")[1:]]
    assert len(bands) == 2
    assert all(b"\x1b*\x21" + band in theirs.output for band in bands)


def test_forbidden_bytes_are_replaced_among_the_columns() -> None:
    """With rows 4 and 6 black, the first byte of every column would be 0A."""
    dots = Image.new("1", (64, 24), 255)
    for row in (4, 6):
        dots.paste(0, (0, row, 64, row + 1))
    plain, sent = (commands(dots, Printer(model="escpos-column-58", forbidden=it)) for it in ({}, {"0a": "14"}))
    assert plain[10:-4] == b"\x0a\x00\x00" * 64 + b"\x0a"
    assert sent[10:-4] == b"\x14\x00\x00" * 64 + b"\x0a"
