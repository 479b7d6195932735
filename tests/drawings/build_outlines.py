"""Builds outlines.tsv: the drawings of noto.txt and icons.tsv, each with the white shape that hides what is behind it.

    python -m tests.drawings.build_outlines NotoEmoji[wght].ttf icons.json svg/

The files of the packages manimgx-fonts 2026.9.26 (PyPI), @iconify-json/game-icons 1.2.4 and @mdi/svg 7.4.47 (npm). Run
it after a change of noto.txt or icons.tsv, and build_catalogue.py after it. The font is version 3.002, sha256
de6c18832938afc99caf132b39d6a30a19bac7f2e812e28db2535b4608d27551.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.choices import icons, noto_names
from functions.imagine.illustrators.openmoji.drawing_sets import SETS
from functions.imagine.illustrators.openmoji.outlines import TABLE
from tests.drawings.silhouette import silhouette

VARIATION_SELECTOR = 0xFE0F
WEIGHT = 300
"Noto's thinnest: outlines.py makes its lines as wide as those beside it."


class NotoFont:
    def __init__(self, path: Path) -> None:
        self._font = instantiateVariableFont(TTFont(path), {"wght": WEIGHT})
        self._glyphs, self._names = self._font.getGlyphSet(), self._font.getBestCmap()
        self._ligatures = dict(self._read_ligatures())

    def _read_ligatures(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Glyph names of a joined sequence, and the glyph that replaces them."""
        for lookup in self._font["GSUB"].table.LookupList.Lookup:
            for first, ligatures in getattr(lookup.SubTable[0], "ligatures", {}).items():
                for ligature in ligatures:
                    yield (first, *ligature.Component), ligature.LigGlyph

    def path(self, hexcode: str) -> str:
        """SVG path data in font units. Raises KeyError if the font has no glyph of it."""
        codes = [code for code in (int(part, 16) for part in hexcode.split("-")) if code != VARIATION_SELECTOR]
        names = tuple(self._names[code] for code in codes)
        glyph = names[0] if len(names) == 1 else self._ligatures[names]
        pen = SVGPathPen(self._glyphs, ntos=lambda number: str(round(number)))
        self._glyphs[glyph].draw(pen)
        return str(pen.getCommands())


def paths(font: NotoFont, game_icons: dict[str, dict[str, str]], mdi: Path) -> Iterator[tuple[str, str, str]]:
    """Hexcode, set and outline."""
    for name in noto_names():
        emoji = next(emoji for emoji in catalogue().all if emoji.name == name)
        yield emoji.hexcode, "noto", font.path(emoji.hexcode)
    for icon in icons():
        if icon.set == "mdi":
            svg = (mdi / f"{icon.file}.svg").read_text(encoding="utf-8")
        else:
            svg = game_icons[icon.file.rpartition("/")[2]]["body"]
        yield icon.hexcode, icon.set, "".join(re.findall(r' d="([^"]+)"', svg))


def table(font: NotoFont, game_icons: dict[str, dict[str, str]], mdi: Path) -> str:
    """The content of outlines.tsv."""
    rows = ((code, name, silhouette(path, SETS[name]), path) for code, name, path in paths(font, game_icons, mdi))
    return "".join("\t".join(row) + "\n" for row in rows)


if __name__ == "__main__":
    font_file, icons_json, mdi_folder = map(Path, sys.argv[1:])
    found = json.loads(icons_json.read_text(encoding="utf-8"))["icons"]
    TABLE.write_text(table(NotoFont(font_file), found, mdi_folder), encoding="utf-8")
