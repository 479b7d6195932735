"""The silhouette of an outline, traced: what a drawing hides of what is behind it, gaps between its lines closed."""

import io
from collections.abc import Iterable

import contourpy
import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from functions.imagine.illustrators.openmoji.drawing_sets import DrawingSet

SIDE = 144
"pixels of the view box's side: 2 per unit"
GAP = 3
"pixels: openings between lines up to twice as wide are closed"
INSET = 1
"pixels: the edge of the silhouette is in the middle of the outer line"
TOLERANCE = 0.5
"pixels by which it may differ from the drawing"
SPECK = 3
"Least width and height of a part, in pixels."

Points = NDArray[np.float64]


def silhouette(path: str, drawing_set: DrawingSet) -> str:
    """SVG path data in the set's units."""
    closed = _ink(path, drawing_set).filter(ImageFilter.MaxFilter(2 * GAP + 1))
    filled = Image.new("L", closed.size, 0)
    pen = ImageDraw.Draw(filled)
    for line in _contours(closed):
        pen.polygon([(float(x), float(y)) for x, y in line], fill=255)
    shape = filled.filter(ImageFilter.MinFilter(2 * (GAP + INSET) + 1)).filter(ImageFilter.BoxBlur(1))
    parts = (_simplified(line) for line in _contours(shape) if np.ptp(line, axis=0).min() >= SPECK)
    return _path(parts, drawing_set)


def _ink(path: str, drawing_set: DrawingSet) -> Image.Image:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 80 80"><g transform="{drawing_set.transform}">'
        f'<path d="{path}"/></g></svg>'
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, width=SIDE * 80 // 72, background="white", skip_system_fonts=True)
    return Image.open(io.BytesIO(png)).convert("L").point(lambda grey: 255 if grey < 128 else 0)


def _contours(mask: Image.Image) -> list[Points]:
    lines = contourpy.contour_generator(z=np.asarray(mask, dtype=float), line_type=contourpy.LineType.Separate)
    return [np.asarray(line) for line in lines.lines(127.5)]


def _simplified(line: Points) -> Points:
    """By Douglas and Peucker's algorithm."""
    if len(line) < 3:
        return line
    start, end = line[0], line[-1]
    along = end - start
    length = np.hypot(*along)
    offsets = line - start
    away = np.abs(offsets[:, 0] * along[1] - offsets[:, 1] * along[0]) / length if length else np.hypot(*offsets.T)
    farthest = int(away.argmax())
    if away[farthest] <= TOLERANCE:
        return np.array([start, end])
    return np.vstack((_simplified(line[: farthest + 1])[:-1], _simplified(line[farthest:])))


def _path(parts: Iterable[Points], drawing_set: DrawingSet) -> str:
    written = []
    for part in parts:
        units = part / (SIDE / 72) - 4
        points = (drawing_set.from_view_box(x, y) for x, y in units[:-1])
        written.append("M" + " ".join(f"{x:g},{y:g}" for x, y in points) + "Z")
    return "".join(written)
