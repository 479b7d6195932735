"""What is added to a drawing to show what it does, feels or is dressed as, and what a place adds around the scene.

A prop is a drawing of the catalogue or a mark of marks.py, at a spot of the body. The spots are found by anatomy.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Spot(StrEnum):
    HEAD = "on the head"
    EYES = "over the eyes"
    NECK = "around the neck"
    MOUTH = "at the mouth"
    HAND = "in the hand"
    BACK = "on the back"
    FEET = "under the feet"
    WAIST = "in front of the lower third"
    CORNER = "beside the head"
    BUBBLE = "in a thought bubble"
    BEHIND = "behind"
    BELOW = "on the ground below"
    BODY = "as the body below a head"
    RAISED = "in the hand, by its lower end"


@dataclass(frozen=True)
class Prop:
    picture: str
    spot: Spot
    size: float = 0.5
    "Its longer side, as a share of the figure's; on the head, its width as a share of the head's."


def listed_names(listed: str) -> frozenset[str]:
    return frozenset(name.strip() for name in listed.split("|"))


ACTIONS = {
    "swimming": (Prop("water", Spot.WAIST, 1.3),),
    "surfing": (Prop("surfboard", Spot.FEET, 1.15), Prop("waves", Spot.BELOW, 1.3)),
    "skiing": (Prop("skis", Spot.FEET, 0.8), Prop("snowflake", Spot.CORNER, 0.3)),
    "skating": (Prop("skateboard", Spot.FEET, 0.9),),
    "roller skating": (Prop("roller skate", Spot.FEET, 0.45),),
    "ice skating": (Prop("ice skate", Spot.FEET, 0.45), Prop("snowflake", Spot.CORNER, 0.3)),
    "flying": (Prop("wing", Spot.BACK, 0.6), Prop("puff", Spot.BELOW, 0.5)),
    "singing": (Prop("microphone", Spot.MOUTH, 0.35), Prop("musical notes", Spot.CORNER, 0.4)),
    "dancing": (Prop("musical notes", Spot.CORNER, 0.4), Prop("sway lines", Spot.BEHIND, 0.35)),
    "cooking": (Prop("chef hat", Spot.HEAD, 0.9), Prop("cooking", Spot.HAND, 0.5)),
    "sleeping": (Prop("zzz", Spot.CORNER, 0.4),),
    "running": (Prop("speed lines", Spot.BEHIND, 0.5),),
    "jumping": (Prop("hop lines", Spot.BELOW, 0.5),),
    "reading": (Prop("open book", Spot.HAND, 0.5),),
    "painting": (Prop("artist palette", Spot.HAND, 0.45),),
    "writing": (Prop("pencil", Spot.HAND, 0.4),),
    "fishing": (Prop("fishing pole", Spot.HAND, 0.7),),
    "eating": (Prop("fork and knife with plate", Spot.HAND, 0.5),),
    "drinking": (Prop("cup with straw", Spot.HAND, 0.4),),
    "breathing fire": (Prop("fire", Spot.MOUTH, 0.45),),
    "digging": (Prop("shovel", Spot.HAND, 0.6), Prop("hole", Spot.BELOW, 0.7)),
    "waving": (Prop("waving hand", Spot.CORNER, 0.35),),
    "partying": (Prop("party hat", Spot.HEAD, 0.6), Prop("party popper", Spot.HAND, 0.45)),
    "gaming": (Prop("video game", Spot.HAND, 0.45),),
    "sweeping": (Prop("broom", Spot.HAND, 0.7),),
    "farting": (Prop("puff", Spot.BEHIND, 0.4),),
    "pooping": (Prop("pile of poo", Spot.BEHIND, 0.4),),
    "falling": (Prop("hop lines", Spot.CORNER, 0.4),),
    "hatching": (Prop("egg", Spot.HAND, 0.5),),
    "brushing teeth": (Prop("toothbrush", Spot.MOUTH, 0.5),),
    "exercising": (Prop("sway lines", Spot.BEHIND, 0.35),),
    "bathing": (Prop("bubbles", Spot.CORNER, 0.4), Prop("water", Spot.WAIST, 1.2)),
}
FEELINGS = {
    "happy": "smiling face with smiling eyes",
    "sad": "frowning face",
    "crying": "crying face",
    "angry": "enraged face",
    "sleepy": "sleepy face",
    "in love": "smiling face with heart-eyes",
    "laughing": "face with tears of joy",
    "scared": "face screaming in fear",
    "surprised": "astonished face",
    "silly": "zany face",
    "sick": "face with thermometer",
    "dizzy": "face with spiral eyes",
    "cold": "cold face",
    "hot": "hot face",
    "hungry": "face savoring food",
}
"Feeling → the face in the thought bubble."

CAT_FACES = {
    "happy": "grinning cat with smiling eyes",
    "sad": "crying cat",
    "crying": "crying cat",
    "angry": "pouting cat",
    "in love": "smiling cat with heart-eyes",
    "laughing": "cat with tears of joy",
    "scared": "weary cat",
}
"A cat has faces of its own."

COSTUMES = {
    "princess": (Prop("crown", Spot.HEAD, 0.8),),
    "prince": (Prop("crown", Spot.HEAD, 0.8),),
    "person with crown": (Prop("crown", Spot.HEAD, 0.8),),
    "unicorn": (Prop("horn", Spot.HEAD, 0.28),),
    "pirate": (Prop("pirate hat", Spot.HEAD, 1.0),),
    "pirate flag": (Prop("pirate hat", Spot.HEAD, 1.0),),
    "woman mage": (Prop("witch hat", Spot.HEAD, 1.0),),
    "mage": (Prop("witch hat", Spot.HEAD, 1.0), Prop("magic wand", Spot.HAND, 0.4)),
    "superhero": (Prop("cape", Spot.BACK, 0.8),),
    "astronaut": (Prop("space helmet", Spot.EYES, 1.5),),
    "robot": (Prop("antenna", Spot.HEAD, 0.45), Prop("gear", Spot.CORNER, 0.35)),
    "baby angel": (Prop("halo", Spot.HEAD, 0.8), Prop("wing", Spot.BACK, 0.5)),
    "fairy": (Prop("wing", Spot.BACK, 0.5), Prop("magic wand", Spot.HAND, 0.4)),
    "birthday cake": (Prop("party hat", Spot.HEAD, 0.6),),
    "Santa Claus": (Prop("santa hat", Spot.HEAD, 0.9),),
    "cowboy hat face": (Prop("woman’s hat", Spot.HEAD, 1.0),),
    "ninja": (Prop("ninja band", Spot.EYES, 1.0),),
    "cook": (Prop("chef hat", Spot.HEAD, 0.9),),
    "police officer": (Prop("billed cap", Spot.HEAD, 0.9),),
    "firefighter": (Prop("rescue worker’s helmet", Spot.HEAD, 0.9),),
    "ballet dancer": (Prop("ballet shoes", Spot.FEET, 0.5), Prop("musical notes", Spot.CORNER, 0.4)),
    "health worker": (Prop("stethoscope", Spot.HAND, 0.5),),
    "knight": (Prop("shield", Spot.HAND, 0.5),),
    "guard": (Prop("shield", Spot.HAND, 0.5),),
    "dragon": (Prop("wing", Spot.BACK, 0.6), Prop("fire", Spot.MOUTH, 0.4)),
    "wing": (Prop("wing", Spot.BACK, 0.6),),
    "horn": (Prop("horn", Spot.HEAD, 0.28),),
}
"The drawing that a modifier or a part of the body means → what the other wears: «a pirate cat», «a dog with wings»."

HATS = listed_names(
    """crown|top hat|billed cap|graduation cap|woman’s hat|military helmet|rescue worker’s helmet|party hat|witch hat
    |pirate hat|santa hat|chef hat|motorbike helmet|halo|horn|cowboy hat|sombrero|headphone
    |viking helmet|jester hat|knight helmet|diving helmet"""
)
ON_EYES = frozenset({"glasses", "sunglasses", "goggles", "diving mask", "face with medical mask"})
ON_NECK = frozenset({"scarf", "necktie", "ribbon", "sports medal", "1st place medal"})
ON_FEET = listed_names(
    """running shoe|woman’s boot|hiking boot|socks|ballet shoes|man’s shoe|high-heeled shoe|woman’s sandal|flat shoe
    |thong sandal|roller skate|ice skate|skis"""
)
ON_BACK = frozenset({"cape", "backpack", "wing", "parachute"})
GARMENTS = listed_names(
    """dress|t-shirt|coat|kimono|woman’s clothes|jeans|shorts|lab coat|sari|one-piece swimsuit|safety vest|running shirt
    |martial arts uniform"""
)


class Side(StrEnum):
    """Where a setting draws, around the scene."""

    TOP = "top"
    TOP_LEFT = "top left"
    TOP_RIGHT = "top right"
    LEFT = "left"
    RIGHT = "right"
    GROUND = "ground"
    "As wide as the scene, which stands on it."
    FRONT = "front"
    "As wide as the scene, whose lower part it hides."
    CEILING = "ceiling"
    "As wide as the scene, above it."


@dataclass(frozen=True)
class Element:
    picture: str
    side: Side
    size: float = 0.3
    "Its longer side, as a share of the scene's."


SETTINGS = {
    "space": (
        Element("star", Side.TOP_LEFT, 0.18),
        Element("ringed planet", Side.TOP_RIGHT, 0.32),
        Element("star", Side.LEFT, 0.14),
    ),
    "underwater": (
        Element("waves", Side.CEILING),
        Element("bubbles", Side.RIGHT, 0.25),
        Element("tropical fish", Side.LEFT, 0.25),
    ),
    "sea": (Element("sun", Side.TOP_RIGHT, 0.28), Element("water", Side.FRONT)),
    "snow": (
        Element("snowflake", Side.TOP_LEFT, 0.2),
        Element("snowflake", Side.TOP_RIGHT, 0.26),
        Element("snow ground", Side.GROUND),
    ),
    "beach": (
        Element("sun", Side.TOP_RIGHT, 0.28),
        Element("palm tree", Side.LEFT, 0.7),
        Element("sand", Side.GROUND),
    ),
    "night": (
        Element("star", Side.TOP_LEFT, 0.18),
        Element("crescent moon", Side.TOP_RIGHT, 0.3),
        Element("star", Side.LEFT, 0.13),
    ),
    "rain": (Element("cloud with rain", Side.TOP, 0.6),),
    "forest": (Element("evergreen tree", Side.LEFT, 0.95), Element("evergreen tree", Side.RIGHT, 0.8)),
    "jungle": (Element("palm tree", Side.LEFT, 0.95), Element("palm tree", Side.RIGHT, 0.8)),
    "meadow": (
        Element("sun", Side.TOP_RIGHT, 0.28),
        Element("blossom", Side.LEFT, 0.22),
        Element("grass", Side.GROUND),
    ),
    "garden": (Element("sunflower", Side.LEFT, 0.5), Element("tulip", Side.RIGHT, 0.45), Element("grass", Side.GROUND)),
    "park": (
        Element("deciduous tree", Side.LEFT, 0.95),
        Element("sun", Side.TOP_RIGHT, 0.25),
        Element("grass", Side.GROUND),
    ),
    "sky": (Element("cloud", Side.TOP_LEFT, 0.35), Element("cloud", Side.TOP_RIGHT, 0.28)),
    "farm": (
        Element("house", Side.LEFT, 0.7),
        Element("sheaf of rice", Side.RIGHT, 0.35),
        Element("grass", Side.GROUND),
    ),
    "moon": (
        Element("star", Side.TOP_LEFT, 0.16),
        Element("globe showing Europe-Africa", Side.TOP_RIGHT, 0.24),
        Element("moon ground", Side.GROUND),
    ),
    "desert": (Element("cactus", Side.LEFT, 0.6), Element("sun", Side.TOP_RIGHT, 0.28), Element("sand", Side.GROUND)),
    "party": (
        Element("balloon", Side.LEFT, 0.4),
        Element("balloon", Side.RIGHT, 0.45),
        Element("confetti ball", Side.TOP_RIGHT, 0.25),
    ),
    "playground": (Element("playground slide", Side.RIGHT, 0.7), Element("sun", Side.TOP_LEFT, 0.25)),
    "mud": (Element("puddle", Side.GROUND),),
    "stage": (Element("musical notes", Side.TOP_LEFT, 0.25), Element("microphone", Side.RIGHT, 0.4)),
    "city": (Element("office building", Side.LEFT, 0.9), Element("hotel", Side.RIGHT, 0.8)),
    "school": (Element("school", Side.LEFT, 0.8), Element("pencil", Side.RIGHT, 0.3)),
}
