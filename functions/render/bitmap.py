"""The bitmap pipeline: an illustrator's picture to the 1-bit dots of one printer. One module per stage, in this order.

stikadoo.pictures   open: grey, upright, on white
trim                crop to the ink
orient              turn by 90° if the paper is longer than wide; the size in dots
scale               to that size; as line art or tones, whichever the picture is
lines               line art: threshold → specks → thicken
tones               tones: lighten → dither
paper               centre across the paper; a negative for black paper
limit_black         hatch solid areas
"""

from dataclasses import dataclass

from PIL import Image, ImageOps

from functions.render.dither import TONAL_DITHERS
from functions.render.limit_black import black_share, limit_black
from functions.render.lines import line_art
from functions.render.orient import Oriented, orient
from functions.render.paper import on_paper
from functions.render.scale import scale
from functions.render.style import DITHERS, Style
from functions.render.tones import tonal
from functions.render.trim import trim
from stikadoo.errors import UnknownProvider
from stikadoo.execution import Printer
from stikadoo.pictures import open_on_white
from stikadoo.worker_settings import RenderSettings


@dataclass(frozen=True)
class Bitmap:
    dots: Image.Image
    'As printed: mode "1", printer.width_dots wide.'
    as_drawn: Image.Image
    "The same dots for the preview: upright, not mirrored, black on white."
    style: Style
    black: float
    "share of the dots that are printed, 0 to 1"


def bitmap(picture: bytes, printer: Printer, engine: str, options: RenderSettings) -> Bitmap:
    """Raises PictureUnusable and PictureRefused with the engine's name; UnknownProvider for a wrong setting."""
    _check(options)
    most_black = options.max_black_percent / 100
    oriented = orient(trim(open_on_white(picture, engine, "L"), engine), printer)
    scaled = scale(oriented.picture, oriented.size, options.dither)
    if scaled.style == "line":
        dots = on_paper(line_art(scaled.grey), printer)
    else:
        dots = tonal(on_paper(scaled.grey, printer), options.tonal_dither, most_black)
    return _bitmap(limit_black(dots, most_black), scaled.style, oriented, printer)


def _bitmap(dots: Image.Image, style: Style, oriented: Oriented, printer: Printer) -> Bitmap:
    positive = ImageOps.invert(dots) if printer.inverted else dots
    return Bitmap(
        dots=dots.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if printer.mirrored else dots,
        as_drawn=positive.transpose(Image.Transpose.ROTATE_270) if oriented.is_turned else positive,
        style=style,
        black=black_share(dots),
    )


def _check(options: RenderSettings) -> None:
    for name, known in ((options.dither, DITHERS), (options.tonal_dither, tuple(TONAL_DITHERS))):
        if name not in known:
            raise UnknownProvider("dither", name, known)
