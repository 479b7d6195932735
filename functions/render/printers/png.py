"""A PNG of one bit a dot, black is 0: for a device that has a decoder and makes its printer's commands by itself."""

from io import BytesIO

from PIL import Image

from stikadoo.execution import Printer


def commands(dots: Image.Image, printer: Printer) -> bytes:
    file = BytesIO()
    dots.save(file, "PNG", compress_level=9)
    return file.getvalue()
