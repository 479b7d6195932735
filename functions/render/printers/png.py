"""A 1-bit PNG, black is 0, for a device that decodes it and makes its printer's commands itself."""

from io import BytesIO

from PIL import Image

from stikadoo.execution import Printer


def commands(dots: Image.Image, printer: Printer) -> bytes:
    file = BytesIO()
    dots.save(file, "PNG", compress_level=9)
    return file.getvalue()
