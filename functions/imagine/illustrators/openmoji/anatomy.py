"""Where a drawing has its head, eyes, hand, back and feet: measured in its silhouette, in units of its 72×72 view box.

Eyes are small round black spots inside the silhouette, in its upper part. The head is what surrounds them. A drawing
without visible eyes has its head at its highest point.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cache, cached_property

import resvg_py
from PIL import Image, ImageChops

from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind
from functions.imagine.illustrators.openmoji.marks import shapes

VIEW = 72
SCALE = 2
"pixels per unit"
OUTSIDE = "#f0f"
"The background: neither a line, a white shape nor what is between them."
EYE = (1.0, 7.0)
"Least and greatest side of an eye, in units."
MOST_SPOTS = 5
"More are a pattern: a leopard's."


HEAD_ENDS = {
    (0, 0.4): frozenset({"cat", "black cat", "tiger", "leopard", "cow", "ox", "elephant", "mammoth", "skunk"}),
    (0.6, 1): frozenset({"raccoon", "bison", "boar", "rhinoceros", "turtle", "goldfish", "snail"}),
}
"By part of the width: drawings whose head is neither marked by eyes nor the highest point."


LIVING = frozenset({Kind.ANIMAL, Kind.BEING, Kind.PERSON})


@dataclass(frozen=True)
class Head:
    left: float
    right: float
    top: float
    eyes: float
    "The height of the eyes."

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Anatomy:
    head: Head
    silhouette: Image.Image
    "255 inside."

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """left, top, right, bottom"""
        left, top, right, bottom = self.silhouette.getbbox() or (0, 0, VIEW * SCALE, VIEW * SCALE)
        return left / SCALE, top / SCALE, right / SCALE, bottom / SCALE

    @property
    def faces_right(self) -> bool:
        """Also for a drawing that looks at us."""
        left, _, right, _ = self.box
        return self.head.middle >= (left + right) / 2 - 2

    def top_at(self, x: float) -> float:
        """The highest point of the silhouette in a column."""
        return _top(self.silhouette, x)

    def edges(self, top: float, bottom: float) -> tuple[float, float]:
        """The left and right end of the silhouette between two heights; of the whole where there is nothing."""
        first = round(min(max(top, 0), VIEW - 1) * SCALE)
        rows = (0, first, VIEW * SCALE, max(first + 1, round(bottom * SCALE)))
        box = self.silhouette.crop(rows).getbbox()
        return (box[0] / SCALE, box[2] / SCALE) if box else (self.box[0], self.box[2])

    @property
    def has_back(self) -> bool:
        """Not a face, or somebody upright who looks at us."""
        left, _, right, _ = self.box
        return abs(self.head.middle - (left + right) / 2) > 0.12 * (right - left)

    def back(self) -> tuple[float, float]:
        """Where a rider sits: behind the head, or in the middle of the top."""
        left, _, right, _ = self.box
        if not self.has_back:
            middle = (left + right) / 2
        elif self.faces_right:
            middle = (left + max(self.head.left, (left + right) / 2)) / 2 + 2
        else:
            middle = (min(self.head.right, (left + right) / 2) + right) / 2 - 2
        columns = [middle + (right - left) * share / 20 for share in (-2, -1, 0, 1, 2)]
        return middle, sorted(self.top_at(x) for x in columns)[2]


@cache
def anatomy(emoji: Emoji) -> Anatomy:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {VIEW} {VIEW}">{shapes(emoji)}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, width=VIEW * SCALE, background=OUTSIDE, skip_system_fonts=True)
    red, drawing, _ = Image.open(io.BytesIO(png)).convert("RGB").split()
    background = ImageChops.subtract(red, drawing)
    silhouette = background.point([255 if pink < 128 else 0 for pink in range(256)])
    drawing = ImageChops.lighter(drawing, background)
    side = next((side for side, names in HEAD_ENDS.items() if emoji.name in names), None)
    if side:
        return Anatomy(_highest(silhouette, side), silhouette)
    eyes = _eyes(drawing, silhouette)
    if emoji.name.endswith("face"):
        return Anatomy(_frontal(silhouette, eyes), silhouette)
    if not eyes and emoji.kind not in LIVING:
        return Anatomy(_whole(silhouette), silhouette)
    return Anatomy(_head(eyes, silhouette), silhouette)


def _frontal(silhouette: Image.Image, eyes: list[tuple[float, float]]) -> Head:
    """A face that looks at us is symmetrical."""
    whole = _whole(silhouette)
    return replace(whole, eyes=eyes[0][1]) if eyes else whole


def _whole(silhouette: Image.Image) -> Head:
    """A pineapple is all head."""
    left, top, right, bottom = (edge / SCALE for edge in silhouette.getbbox() or (0, 0, VIEW, VIEW))
    middle, half = (left + right) / 2, min(20, (right - left) / 2)
    return Head(middle - half, middle + half, _top(silhouette, middle), top + 0.4 * (bottom - top))


def _head(eyes: list[tuple[float, float]], silhouette: Image.Image) -> Head:
    if not eyes:
        return _highest(silhouette, (0, 1))
    x, y = sum(eye[0] for eye in eyes) / len(eyes), min(eye[1] for eye in eyes)
    left, right = _run(silhouette, x, y)
    left, right = max(left, x - 20), min(right, x + 20)
    if len(eyes) > 1:
        half = max(x - left, right - x)
        left, right = x - half, x + half
    return Head(left, right, _top(silhouette, (left + right) / 2), y)


def _highest(silhouette: Image.Image, side: tuple[float, float]) -> Head:
    """Within a part of the width."""
    start, _, stop, _ = silhouette.getbbox() or (0, 0, 0, 0)
    edges = [round(start + (stop - start) * share) for share in side]
    part = silhouette.crop((edges[0], 0, edges[1], silhouette.height))
    y = (part.getbbox() or (0, 0, 0, 0))[1] / SCALE
    row = [x for x in range(part.width) if part.getpixel((x, round((y + 3) * SCALE)))]
    x = (edges[0] + (row[len(row) // 2] if row else part.width / 2)) / SCALE
    left, right = _run(silhouette, x, y + 6)
    left, right = max(left, x - 10), min(right, x + 10)
    return Head(left, right, y, y + 4)


def _run(silhouette: Image.Image, x: float, y: float) -> tuple[float, float]:
    """The inside around a point, along its row."""
    row, column = round(y * SCALE), round(x * SCALE)
    left = right = min(column, silhouette.width - 1)
    while left > 0 and silhouette.getpixel((left - 1, row)):
        left -= 1
    while right < silhouette.width - 1 and silhouette.getpixel((right + 1, row)):
        right += 1
    return left / SCALE, right / SCALE


def _top(silhouette: Image.Image, x: float) -> float:
    column = min(max(round(x * SCALE), 0), silhouette.width - 1)
    box = silhouette.crop((column, 0, column + 1, silhouette.height)).getbbox()
    return box[1] / SCALE if box else VIEW


def _eyes(drawing: Image.Image, silhouette: Image.Image) -> list[tuple[float, float]]:
    """The centres of at most two eyes, the highest first."""
    _, top, _, bottom = silhouette.getbbox() or (0, 0, 0, 0)
    lowest = (top + 0.6 * (bottom - top)) / SCALE
    spots = sorted((spot for spot in _spots(drawing) if spot[1] < lowest), key=lambda spot: spot[1])
    if len(spots) > MOST_SPOTS:
        return []
    return [spot for spot in spots if abs(spot[1] - spots[0][1]) < 2.5][:2]


def _spots(drawing: Image.Image) -> list[tuple[float, float]]:
    """Small compact black areas that touch no line."""
    width, _height = drawing.size
    dark = {at for at, grey in enumerate(drawing.tobytes()) if grey < 60}
    spots = []
    while dark:
        area = _area(dark, width)
        columns, rows = [at % width for at in area], [at // width for at in area]
        across, down = max(columns) - min(columns) + 1, max(rows) - min(rows) + 1
        is_round = all(EYE[0] * SCALE <= side <= EYE[1] * SCALE for side in (across, down))
        if is_round and len(area) > 0.6 * across * down and max(across, down) < 2 * min(across, down):
            spots.append((sum(columns) / len(area) / SCALE, sum(rows) / len(area) / SCALE))
    return spots


def _area(dark: set[int], width: int) -> list[int]:
    """Removes a connected area from the dark pixels."""
    area = [dark.pop()]
    for at in area:
        for neighbour in (at - 1, at + 1, at - width, at + width):
            if neighbour in dark:
                dark.remove(neighbour)
                area.append(neighbour)
    return area
