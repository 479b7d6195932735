"""The picture of the image engines' doubles: a black ring on white, in any format."""

import io

from PIL import Image, ImageDraw


def artwork(format_name: str = "PNG", size: int = 256, mode: str = "RGB") -> bytes:
    """With an alpha channel the background is transparent."""
    paper = (255, 255, 255, 0)[: len(mode)]
    picture = Image.new(mode, (size, size), paper)
    ImageDraw.Draw(picture).ellipse((size // 8, size // 8, size * 7 // 8, size * 7 // 8), outline="black", width=8)
    buffer = io.BytesIO()
    picture.save(buffer, format_name)
    return buffer.getvalue()
