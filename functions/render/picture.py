"""An illustrator's bytes become a grey picture: upright, flattened on white paper, 8 bits a dot, 255 is white.

PNG, JPEG and WebP, of any mode: nothing else is even tried, so that no illustrator reaches Pillow's rarer decoders.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from stikadoo.errors import ProviderUnavailable

FORMATS = ("PNG", "JPEG", "WEBP")

MAX_PIXELS = 36_000_000
"6000 × 6000: 144 MB while it is still RGBA. No illustrator draws so large; a decompression bomb does."

_BROKEN = (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning)
"What Pillow raised for 70,000 pictures with bytes changed, lost or added; its decoders have no class in common."


def grey(picture: bytes, engine: str) -> Image.Image:
    """Raises ProviderUnavailable naming the engine: its answer is no picture, or one too large to open.

    The person who wished is not at fault and an operator should look, so no SpeakerError; that Step Functions looks
    twice more at the same bytes costs a second, a leaf of its own would be one more word for everybody.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(picture), formats=FORMATS) as opened:
                return _upright_on_white(opened)
    except _BROKEN as exc:
        raise ProviderUnavailable(engine, "its picture cannot be read") from exc


def _upright_on_white(opened: Image.Image) -> Image.Image:
    if opened.width * opened.height > MAX_PIXELS:
        raise Image.DecompressionBombError(f"{opened.width} × {opened.height}")
    opened.draft("L", None)  # a JPEG then decodes its brightness alone
    ImageOps.exif_transpose(opened, in_place=True)
    if opened.mode == "I;16":
        return opened.point(lambda level: level * (1 / 256)).convert("L")  # convert alone clips at 255
    if not opened.has_transparency_data:
        return opened.convert("L")
    transparent = opened.convert("RGBA")
    paper = Image.new("L", opened.size, 255)
    paper.paste(transparent.convert("L"), mask=transparent.getchannel("A"))
    return paper
