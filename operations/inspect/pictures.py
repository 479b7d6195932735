"""Picture, sticker and preview of a recording, as far as they can be decoded, and all three on one sheet."""

import io

from PIL import Image

from operations.inspect.inspection import Inspection
from operations.inspect.missing import PICTURES

_GAP = 16
"Dots between pictures on the sheet."


def readable(inspection: Inspection) -> dict[str, Image.Image]:
    """By name, in the order they were made. A damaged picture is no error here: it may be the fault in question."""
    opened = {name: _opened(inspection.body(name)) for name in PICTURES}
    return {name: picture for name, picture in opened.items() if picture}


def sheet(inspection: Inspection) -> dict[str, bytes]:
    """pictures.png, each at its own size; nothing if there are none."""
    images = list(readable(inspection).values())
    if not images:
        return {}
    width = sum(one.width for one in images) + _GAP * (len(images) + 1)
    canvas = Image.new("RGB", (width, max(one.height for one in images) + 2 * _GAP), "lightgrey")
    left = _GAP
    for one in images:
        canvas.paste(one, (left, _GAP))
        left += one.width + _GAP
    png = io.BytesIO()
    canvas.save(png, "PNG")
    return {"pictures.png": png.getvalue()}


def _opened(body: bytes | None) -> Image.Image | None:
    try:
        return Image.open(io.BytesIO(body)).convert("RGB") if body is not None else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
