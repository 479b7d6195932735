"""An illustrator's picture becomes the dots of one printer, black or white, as wide as its paper."""

from dataclasses import dataclass

from PIL import Image

from functions.render.dither import Style, black_and_white, contrasted, style_of
from functions.render.picture import grey
from functions.render.raster import centred, enlarged, fitted, reduced, trimmed
from stikadoo.errors import UnknownProvider
from stikadoo.execution import Printer
from stikadoo.worker_settings import RenderSettings

DITHERS = ("auto", "line", "tonal")
TONAL_DITHERS = ("floyd-steinberg", "atkinson", "ordered")


@dataclass(frozen=True)
class Bitmap:
    dots: Image.Image
    'mode "1", printer.width_dots wide'
    style: Style
    black: float
    "share of the dots that are black, 0 to 1"


def bitmap(picture: bytes, printer: Printer, engine: str, options: RenderSettings) -> Bitmap:
    """Raises ProviderUnavailable, PictureRefused, both naming the engine that drew; UnknownProvider for an option."""
    _check(options)
    ink = trimmed(grey(picture, engine), engine)
    size = fitted(ink.size, printer)
    toned = contrasted(reduced(ink, size))
    style: Style = style_of(toned)
    dots = centred(black_and_white(enlarged(toned, size), style), printer.width_dots)
    return Bitmap(dots, style, dots.histogram()[0] / (dots.width * dots.height))


def _check(options: RenderSettings) -> None:
    for name, known in ((options.dither, DITHERS), (options.tonal_dither, TONAL_DITHERS)):
        if name not in known:
            raise UnknownProvider("dither", name, known)
