"""Places a picture on the paper: centred across the printer's width, as a negative on black paper."""

from PIL import Image, ImageOps

from stikadoo.execution import Printer


def on_paper(picture: Image.Image, printer: Printer) -> Image.Image:
    """printer.width_dots wide."""
    row = _centred(picture, printer.width_dots)
    return ImageOps.invert(row) if printer.inverted else row


def _centred(picture: Image.Image, width: int) -> Image.Image:
    if picture.width == width:
        return picture
    row = Image.new(picture.mode, (width, picture.height), 255)
    row.paste(picture, ((width - picture.width) // 2, 0))
    return row
