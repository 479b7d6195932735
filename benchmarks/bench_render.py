"""Render: a picture of 1024 × 1024 becomes all four forms of a sticker, S3 aside, against merely opening it small."""

import math
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from benchmarks.table import Row, median_seconds
from functions.render.step import rendition
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings

SIDE = 1024
TARGET_SECONDS = 0.060


def rows() -> list[Row]:
    return [_row("line art", _line_art()), _row("a photograph's tones", _tones())]


def _row(kind: str, drawn: Image.Image) -> Row:
    file = BytesIO()
    drawn.save(file, "PNG")
    picture, printer = file.getvalue(), Printer()
    rendered = median_seconds(lambda: rendition(picture, printer, "bench", RenderSettings(bucket="")))
    opened = median_seconds(lambda: Image.open(BytesIO(picture)).convert("L").resize((384, 384)))
    return Row(
        what=f"render {kind}, {SIDE} × {SIDE}",
        measured=f"{1000 * rendered:.0f} ms",
        reference=f"{1000 * opened:.0f} ms: Pillow's open, convert to grey, resize",
        ratio=rendered / opened,
        target=f"below {1000 * TARGET_SECONDS:.0f} ms",
        is_met=rendered < TARGET_SECONDS,
    )


def _line_art() -> Image.Image:
    drawn = Image.new("RGB", (SIDE, SIDE), "white")
    pen = ImageDraw.Draw(drawn)
    for turn in range(24):
        x, y = 400 * math.cos(turn * math.pi / 12), 400 * math.sin(turn * math.pi / 12)
        pen.line((512, 512, 512 + x, 512 + y), fill="black", width=6)
        pen.ellipse((432 + x, 432 + y, 592 + x, 592 + y), outline="black", width=8)
    return drawn


def _tones() -> Image.Image:
    """Noise of many sizes: compresses and dithers as badly as a photograph."""
    tones = Image.new("L", (SIDE, SIDE), 128)
    for patch in (4, 8, 16, 32, 64, 128, 256):
        noise = Image.effect_noise((patch, patch), 50).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        tones = ImageChops.add(tones, noise, scale=1, offset=-128)
    return Image.merge("RGB", (tones, ImageChops.offset(tones, 9), ImageChops.offset(tones, 0, 9)))
