"""Similarity of a sticker to its picture: SSIM after a simulation of the eye's blur.

    SSIM = luminance × contrast × structure, over Gaussian windows of 1.5 dots: Z. Wang, A. C. Bovik et al.,
    "Image Quality Assessment: From Error Visibility to Structural Similarity", IEEE Trans. Image Processing 13 (2004)

The eye's point spread has a sigma of about half a minute of arc, and a dot of 203 dpi seen from 30 cm is 1.4 minutes
wide: line art, which is viewed closely, is blurred by 0.4 dots. Tones are viewed from where dots merge, at least an
arm's length: 1.5 dots.

Tones are compared by all three terms, line art by its structure alone: strokes are at least two dots wide and pencil is
printed black, so luminance and contrast differ from the picture's on purpose. By all three, a dotted grey line would be
the better copy of a line thinner than a dot. `python -m benchmarks.print_quality` shows both measures.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from escpos.image import EscposImage
from numpy.typing import NDArray
from PIL import Image, ImageChops
from rich.console import Console
from rich.table import Table

from functions.render.bitmap import bitmap
from functions.render.orient import fitted_size
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings
from tests.pictures import KINDS

PRINTER = Printer()
UNLIMITED = RenderSettings(bucket="", max_black_percent=100)
"The reference methods do not limit black."

EYE = {"line": 0.4, "tonal": 1.5}
"Sigma of the blur, in dots."

WINDOW = 1.5
MUCH_DARKER = 120
"Levels. A pixel of a line, not one that the line only touches."

C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2

Levels = NDArray[np.float64]


@dataclass(frozen=True)
class Likeness:
    ssim: float
    structure: float


@dataclass(frozen=True)
class Measured:
    """One kind of picture and its likeness by each method."""

    kind: str
    style: str
    ours: Likeness
    escpos: Likeness
    pillow: Likeness

    def score(self, likeness: Likeness) -> float:
        return likeness.structure if self.style == "line" else likeness.ssim

    @property
    def best_other(self) -> float:
        return max(self.score(self.escpos), self.score(self.pillow))

    @property
    def lead(self) -> float:
        return self.score(self.ours) - self.best_other


def by_render(png: bytes) -> Image.Image:
    return bitmap(png, PRINTER, "bench", UNLIMITED).dots


def by_escpos(png: bytes) -> Image.Image:
    """By python-escpos, which takes a picture no wider than the paper."""
    grey = _small(png)
    packed = EscposImage(grey).to_raster_format()
    return ImageChops.invert(Image.frombytes("1", grey.size, packed))


def by_pillow(png: bytes) -> Image.Image:
    return _small(png).convert("1")


def _small(png: bytes) -> Image.Image:
    grey = Image.open(BytesIO(png)).convert("L")
    return grey.resize(fitted_size(grey.size, PRINTER))


def pictures() -> dict[str, Image.Image]:
    """One of each kind, cropped to its ink, because only our renderer crops."""
    drawn = {name: kind.draw() for name, kind in KINDS.items()}
    return {name: picture.crop(picture.point(_is_ink()).getbbox()) for name, picture in drawn.items()}


def _is_ink() -> list[int]:
    return [255 * (level <= 231) for level in range(256)]


def measured() -> Iterator[Measured]:
    for name, picture in pictures().items():
        style, png = KINDS[name].style, as_png(picture)
        compare = _comparison(picture, EYE[style])
        yield Measured(name, style, *(compare(method(png)) for method in (by_render, by_escpos, by_pillow)))


def as_png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _comparison(picture: Image.Image, eye: float) -> Callable[[Image.Image], Likeness]:
    """Compares with the picture's mean grey in each dot."""
    size = fitted_size(picture.size, PRINTER)
    by = Image.Resampling.BOX if picture.width > size[0] else Image.Resampling.BICUBIC
    reference = _as_seen(picture.resize(size, by), eye)

    def compare(dots: Image.Image) -> Likeness:
        left = (dots.width - size[0]) // 2
        return likeness(_as_seen(dots.crop((left, 0, left + size[0], size[1])), eye), reference)

    return compare


def _as_seen(image: Image.Image, eye: float) -> Levels:
    return _blurred(np.asarray(image.convert("L"), np.float64), eye)


def _blurred(levels: Levels, sigma: float) -> Levels:
    reach = int(4 * sigma + 0.5)
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    weights /= weights.sum()
    for _ in range(2):
        wide = np.pad(levels, ((reach, reach), (0, 0)), mode="edge")
        levels = sum(
            (weight * wide[shift : shift + len(levels)] for shift, weight in enumerate(weights)), np.zeros_like(levels)
        ).T
    return levels


def likeness(one: Levels, other: Levels) -> Likeness:
    mean, mean_other = _blurred(one, WINDOW), _blurred(other, WINDOW)
    variance = np.maximum(_blurred(one * one, WINDOW) - mean * mean, 0)
    variance_other = np.maximum(_blurred(other * other, WINDOW) - mean_other * mean_other, 0)
    covariance = _blurred(one * other, WINDOW) - mean * mean_other
    deviations = np.sqrt(variance * variance_other)
    luminance = (2 * mean * mean_other + C1) / (mean**2 + mean_other**2 + C1)
    contrast = (2 * deviations + C2) / (variance + variance_other + C2)
    structure = (covariance + C2 / 2) / (deviations + C2 / 2)
    return Likeness(float((luminance * contrast * structure).mean()), float(structure.mean()))


def line_kept(picture: Image.Image, dots: Image.Image) -> float:
    """Share of the length of lines 1 pixel wide that the dots preserve, black on white or white on black."""
    levels, black = np.asarray(picture, np.float64), np.asarray(dots.convert("L")) == 0
    kept = [
        (black == is_black)[_dots_below(levels if is_black else 255 - levels, dots.size)] for is_black in (True, False)
    ]
    return float(np.concatenate(kept).mean())


def _dots_below(levels: Levels, size: tuple[int, int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Positions of pixels that are much darker than those two pixels away on both sides."""
    inner = levels[2:-2, 2:-2]
    across = np.minimum(levels[2:-2, :-4], levels[2:-2, 4:]) - inner
    along = np.minimum(levels[:-4, 2:-2], levels[4:, 2:-2]) - inner
    rows, columns = np.nonzero(np.maximum(across, along) > MUCH_DARKER)
    height, width = levels.shape
    return ((rows + 2.5) * size[1] / height).astype(np.intp), ((columns + 2.5) * size[0] / width).astype(np.intp)


def main() -> None:
    table = Table(title="likeness by kind: by the measure of its style, and by full SSIM")
    for column in ("kind", "style", "ours", "escpos", "Pillow", "SSIM: ours", "escpos", "Pillow"):
        table.add_column(column)
    for row in measured():
        methods = (row.ours, row.escpos, row.pillow)
        figures = [*(row.score(method) for method in methods), *(method.ssim for method in methods)]
        table.add_row(row.kind, row.style, *(f"{figure:.4f}" for figure in figures))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
