"""Chooses a picture's orientation and its size in dots: the largest that fits the paper and keeps the aspect ratio."""

from dataclasses import dataclass

from PIL import Image

from stikadoo.execution import Printer

LANDSCAPE = 1.2
"Width by height from which a picture is turned. A nearly square one gains little and is easier to peel off upright."


@dataclass(frozen=True)
class Oriented:
    picture: Image.Image
    "As it lies on the paper, not scaled yet."
    size: tuple[int, int]
    "dots, to be scaled to"
    is_turned: bool
    "By 90° counter-clockwise."


def orient(picture: Image.Image, printer: Printer) -> Oriented:
    is_turned = _is_larger_turned(picture.size, printer)
    upright = picture.transpose(Image.Transpose.ROTATE_90) if is_turned else picture
    return Oriented(upright, fitted_size(upright.size, printer), is_turned)


def fitted_size(size: tuple[int, int], printer: Printer) -> tuple[int, int]:
    """In dots: as wide as the paper, unless the sticker would exceed the printer's maximum length."""
    width, height = size
    scale = min(printer.width_dots / width, printer.max_length_dots / height)
    return (
        min(printer.width_dots, max(1, round(width * scale))),
        min(printer.max_length_dots, max(1, round(height * scale))),
    )


def _is_larger_turned(size: tuple[int, int], printer: Printer) -> bool:
    width, height = size
    if not printer.rotates or width < LANDSCAPE * height:
        return False
    return fitted_size((height, width), printer)[1] > fitted_size(size, printer)[0]
