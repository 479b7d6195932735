"""`make wishes`: contact sheets of tests/wishes.tsv with what was understood below each, docs/wishes-*.png.

For another list: python -m tests.wishes LIST.tsv FOLDER. A list has the columns wish and language.
"""

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import font_fredoka_one
from PIL import Image, ImageDraw, ImageFont

from functions.imagine.illustrators import Drawing, Request
from functions.imagine.illustrators.openmoji import OpenMoji, scene_of
from functions.imagine.illustrators.openmoji.scene import Relation, Scene, Thing

LIST = Path(__file__).with_name("wishes.tsv")
SHEETS = Path(__file__).resolve().parent.parent / "docs"
SIDE, GAP, LINE = 200, 12, 13
"pixels"
COLUMNS, ROWS = 8, 8
LABEL_LINES, LABEL_LENGTH = 5, 34


def described(scene: Scene) -> str:
    """Things with number, traits and relation; settings after @; what is written in quotes."""
    things = " + ".join(_thing(thing) for thing in scene.things)
    settings = "".join(f" @{setting}" for setting in scene.settings)
    written = "".join(f" “{words}”" for words in (scene.lettering, scene.unknown) if words)
    return f"{things}{settings}{written}".strip()


def _thing(thing: Thing) -> str:
    relation = "" if thing.relation is Relation.BESIDE else f"{thing.relation} "
    count = "" if thing.count == 1 else f"{thing.count} "
    traits = (thing.size, thing.pattern, thing.feeling, thing.action, thing.costume and f"as {thing.costume}")
    listed = ", ".join(filter(None, traits))
    return f"{relation}{count}{thing.emoji}{f' ({listed})' if listed else ''}"


def sheet(rows: Sequence[dict[str, str]], first: int) -> Image.Image:
    height = SIDE + LABEL_LINES * LINE + GAP
    page = Image.new("L", (COLUMNS * (SIDE + GAP), -(-len(rows) // COLUMNS) * height), 255)
    for at, row in enumerate(rows):
        left, top = at % COLUMNS * (SIDE + GAP), at // COLUMNS * height
        page.paste(_picture(row), (left, top))
        label = [
            *_wrapped(f"{first + at}. {row['wish']}"),
            *_wrapped(described(scene_of(row["wish"], row["language"]))),
        ]
        text = "\n".join(label[:LABEL_LINES])
        font = ImageFont.truetype(font_fredoka_one.FredokaOne, LINE - 1)
        ImageDraw.Draw(page).multiline_text((left, top + SIDE + 2), text, fill=0, font=font, spacing=2)
    return page.quantize(4)


def _picture(row: dict[str, str]) -> Image.Image:
    drawing = OpenMoji().start(Request(row["wish"], language=row["language"]))
    assert isinstance(drawing, Drawing)
    picture = Image.open(io.BytesIO(drawing.png)).convert("L")
    picture.thumbnail((SIDE, SIDE))
    return picture


def _wrapped(text: str) -> list[str]:
    """Letters the font lacks, as Chinese, are left out: what was understood is in English."""
    printable = text.encode("latin-1", "ignore").decode("latin-1")
    return [printable[at : at + LABEL_LENGTH] for at in range(0, len(printable), LABEL_LENGTH)]


def sheets(table: Path) -> list[Image.Image]:
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    size = COLUMNS * ROWS
    return [sheet(rows[at : at + size], at + 1) for at in range(0, len(rows), size)]


if __name__ == "__main__":
    table, folder = map(Path, sys.argv[1:3]) if len(sys.argv) > 2 else (LIST, SHEETS)
    for number, page in enumerate(sheets(table), 1):
        page.save(folder / f"wishes-{number}.png", optimize=True)
