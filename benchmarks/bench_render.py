"""Rendering: time and print quality, against python-escpos' conversion to dots and Pillow's convert("1").

Times are of pictures of 1024 × 1024, without S3. Quality is measured on every kind in tests/pictures.py, by the metrics
of benchmarks/print_quality.py; a kind with a worse result is named.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageOps

from benchmarks.print_quality import (
    Measured,
    as_png,
    by_escpos,
    by_pillow,
    by_render,
    line_kept,
    measured,
    pictures,
)
from benchmarks.table import Row, median_seconds
from functions.render.step import rendition
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings
from tests.pictures import KINDS, noise, wheel

SIDE = 1024
TARGET_SECONDS = 0.060
OWN_DITHER_SECONDS = 0.100

ALIKE = 0.001
"For comparison: Floyd-Steinberg dithering of a mirrored picture differs by 0.005 from that of the picture itself."

DEFAULTS = RenderSettings(bucket="")


def rows() -> list[Row]:
    lines, tones = as_png(_line_art()), as_png(_tones())
    atkinson, ordered = (replace(DEFAULTS, tonal_dither=name) for name in ("atkinson", "ordered"))
    quality = list(measured())
    return [
        _time("line art", lines, DEFAULTS, TARGET_SECONDS),
        _time("a photograph's tones", tones, DEFAULTS, TARGET_SECONDS),
        _time("its tones by Atkinson", tones, atkinson, OWN_DITHER_SECONDS),
        _time("its tones ordered", tones, ordered, TARGET_SECONDS),
        _bitmaps("python-escpos", by_escpos),
        _bitmaps('Pillow\'s convert("1")', by_pillow),
        _likeness("line art's structure", [row for row in quality if row.style == "line"]),
        _likeness("tones' SSIM", [row for row in quality if row.style == "tonal"]),
        _kept("black lines of 1 pixel", wheel(stroke=1)),
        _kept("white lines of 1 pixel", ImageOps.invert(wheel(stroke=1))),
        _kept("straight lines of 1 pixel", KINDS["straight lines"].draw()),
    ]


def _time(kind: str, picture: bytes, options: RenderSettings, target: float) -> Row:
    rendered = median_seconds(lambda: rendition(picture, Printer(), "bench", options))
    opened = median_seconds(lambda: Image.open(BytesIO(picture)).convert("L").resize((384, 384)))
    return Row(
        what=f"render {kind}, {SIDE} × {SIDE}",
        measured=f"{1000 * rendered:.0f} ms",
        reference=f"{1000 * opened:.0f} ms: Pillow's open, convert to grey, resize",
        ratio=rendered / opened,
        target=f"below {1000 * target:.0f} ms",
        is_met=rendered < target,
    )


def _bitmaps(name: str, other: Callable[[bytes], Image.Image]) -> Row:
    pngs = [as_png(picture) for picture in pictures().values()]
    ours = median_seconds(lambda: [by_render(png) for png in pngs], times=5)
    theirs = median_seconds(lambda: [other(png) for png in pngs], times=5)
    return Row(
        what=f"dots of {len(pngs)} pictures, one of each kind",
        measured=f"{1000 * ours:.0f} ms",
        reference=f"{1000 * theirs:.0f} ms: {name}",
        ratio=ours / theirs,
    )


def _likeness(measure: str, kinds: list[Measured]) -> Row:
    nearest = min(kinds, key=lambda row: row.lead)
    behind = [row.kind for row in kinds if row.lead < -ALIKE]
    ours, other = nearest.score(nearest.ours), nearest.best_other
    return Row(
        what=f"{measure}, {len(kinds)} kinds; the least ahead: {nearest.kind}" + _behind(behind),
        measured=f"{ours:.4f}",
        reference=f"{other:.4f}: the better of escpos and Pillow",
        ratio=ours / other,
        target=f"no kind behind (by {ALIKE})",
        is_met=not behind,
    )


def _behind(kinds: list[str]) -> str:
    return f"; behind: {', '.join(kinds)}" if kinds else ""


def _kept(what: str, picture: Image.Image) -> Row:
    png, drawn = as_png(_cut(picture)), _cut(picture)
    ours = line_kept(drawn, by_render(png))
    best_other = max(line_kept(drawn, method(png)) for method in (by_escpos, by_pillow))
    return Row(
        what=f"{what}: share of length kept",
        measured=f"{100 * ours:.1f} %",
        reference=f"{100 * best_other:.1f} %: the better of escpos and Pillow",
        ratio=ours / best_other,
        target="no less",
        is_met=ours >= best_other,
    )


def _cut(picture: Image.Image) -> Image.Image:
    return picture.crop(ImageOps.invert(picture).getbbox())


def _line_art() -> Image.Image:
    drawn = Image.new("RGB", (SIDE, SIDE), "white")
    pen = ImageDraw.Draw(drawn)
    for turn in range(24):
        x, y = 400 * math.cos(turn * math.pi / 12), 400 * math.sin(turn * math.pi / 12)
        pen.line((512, 512, 512 + x, 512 + y), fill="black", width=6)
        pen.ellipse((432 + x, 432 + y, 592 + x, 592 + y), outline="black", width=8)
    return drawn


def _tones() -> Image.Image:
    """Noise of many scales: as hard to compress and dither as a photograph."""
    tones = Image.new("L", (SIDE, SIDE), 128)
    for patch in (4, 8, 16, 32, 64, 128, 256):
        rough = noise(patch, patch, 50).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        tones = ImageChops.add(tones, rough, scale=1, offset=-128)
    return Image.merge("RGB", (tones, ImageChops.offset(tones, 9), ImageChops.offset(tones, 0, 9)))
