"""Time to draw a wish offline, against rasterising a single emoji unchanged."""

import resvg_py

from benchmarks.table import Row, median_seconds
from functions.imagine.illustrators import Request
from functions.imagine.illustrators.openmoji import OpenMoji
from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.linework import DRAWINGS
from functions.imagine.illustrators.openmoji.rasterize import SIDE

TARGET_SECONDS = 0.15


def rows() -> list[Row]:
    illustrator = OpenMoji()
    cat = (DRAWINGS / "1F408.svg").read_text(encoding="utf-8")
    one = median_seconds(lambda: resvg_py.svg_to_bytes(svg_string=cat, width=SIDE, skip_system_fonts=True))
    reading = median_seconds(catalogue.__wrapped__)
    wishes = [
        _row("one thing", illustrator, Request("a cat"), one),
        _row("rider and vehicle", illustrator, Request("a cat riding a rocket"), one),
        _row("twelve with a caption", illustrator, Request("twelve dragons", caption=True), one),
    ]
    return [*wishes, Row("imagine: read the catalogue", _ms(reading), f"resvg, one emoji: {_ms(one)}", reading / one)]


def _row(what: str, illustrator: OpenMoji, request: Request, reference: float) -> Row:
    seconds = median_seconds(lambda: illustrator.start(request))
    return Row(
        f"imagine: {what}",
        _ms(seconds),
        f"resvg, one emoji: {_ms(reference)}",
        seconds / reference,
        f"≤ {_ms(TARGET_SECONDS)}",
        seconds <= TARGET_SECONDS,
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
