"""Picture, sticker and preview of a recording, as far as they can be read; and all three on one sheet."""

import io

from PIL import Image

from operations.inspect.inspection import Inspection
from operations.inspect.missing import PICTURES

_GAP = 16
"Dots between pictures on the sheet."


def readable(inspection: Inspection) -> dict[str, Image.Image]:
    """By name, in the order they were made. A picture that nobody can decode may be why somebody looks."""
    found = {name: _opened(inspection.body(name)) for name in PICTURES}
    return {name: picture for name, picture in found.items() if picture}


def sheet(inspection: Inspection) -> dict[str, bytes]:
    """pictures.png, each in its own dots; nothing where there are none."""
    drawn = list(readable(inspection).values())
    if not drawn:
        return {}
    width = sum(one.width for one in drawn) + _GAP * (len(drawn) + 1)
    paper = Image.new("RGB", (width, max(one.height for one in drawn) + 2 * _GAP), "lightgrey")
    left = _GAP
    for one in drawn:
        paper.paste(one, (left, _GAP))
        left += one.width + _GAP
    png = io.BytesIO()
    paper.save(png, "PNG")
    return {"pictures.png": png.getvalue()}


def _opened(body: bytes | None) -> Image.Image | None:
    try:
        return Image.open(io.BytesIO(body)).convert("RGB") if body is not None else None
    except (OSError, ValueError, SyntaxError):
        return None
