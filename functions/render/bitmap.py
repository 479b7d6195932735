"""An illustrator's picture becomes the dots of one printer, black or white, as wide as its paper.

Cut to its ink, turned if the paper is longer than wide, fitted, made black and white as line art or as tones; then what
the paper wants: negative for black paper, not too much black, mirrored for film.
"""

from dataclasses import dataclass

from PIL import Image, ImageOps

from functions.render.coverage import black_share, hatched, lightened
from functions.render.dither import DITHERS, Style, contrasted, style_of
from functions.render.lines import line_art
from functions.render.picture import grey
from functions.render.raster import centred, enlarged, fitted, is_turned, reduced, trimmed
from functions.render.tones import PAPER, TONAL_DITHERS, visible
from stikadoo.errors import UnknownProvider
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings


@dataclass(frozen=True)
class Bitmap:
    dots: Image.Image
    'mode "1", printer.width_dots wide'
    seen: Image.Image
    "The same as people see it: upright, not mirrored, black on white."
    style: Style
    black: float
    "share of the dots that are printed, 0 to 1"


def bitmap(picture: bytes, printer: Printer, engine: str, options: RenderSettings) -> Bitmap:
    """Raises ProviderUnavailable, PictureRefused, both naming the engine that drew; UnknownProvider for an option."""
    _check(options)
    ink = trimmed(grey(picture, engine), engine)
    turned = is_turned(ink.size, printer)
    if turned:
        ink = ink.transpose(Image.Transpose.ROTATE_90)
    style, dots = _black_and_white(ink, printer, options)
    dots = hatched(dots, options.max_black_percent / 100)
    seen = ImageOps.invert(dots) if printer.inverted else dots
    return Bitmap(
        dots=dots.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if printer.mirrored else dots,
        seen=seen.transpose(Image.Transpose.ROTATE_270) if turned else seen,
        style=style,
        black=black_share(dots),
    )


def _black_and_white(ink: Image.Image, printer: Printer, options: RenderSettings) -> tuple[Style, Image.Image]:
    size = fitted(ink.size, printer)
    tones = reduced(ink, size)
    style = _style(tones, options.dither)
    if style == "line":
        lines = centred(line_art(contrasted(ink), size), printer.width_dots)
        return style, ImageOps.invert(lines) if printer.inverted else lines
    shown = centred(enlarged(visible(tones), size), printer.width_dots)
    wanted = ImageOps.invert(shown) if printer.inverted else shown
    return style, TONAL_DITHERS[options.tonal_dither](lightened(wanted, options.max_black_percent / 100).point(PAPER))


def _style(tones: Image.Image, dither: str) -> Style:
    if dither == "auto":
        return style_of(contrasted(tones))
    return "line" if dither == "line" else "tonal"


def _check(options: RenderSettings) -> None:
    for name, known in ((options.dither, DITHERS), (options.tonal_dither, tuple(TONAL_DITHERS))):
        if name not in known:
            raise UnknownProvider("dither", name, known)
