"""How large things are beside each other: not as in reality, where a mouse beside an elephant would not be seen."""

from functions.imagine.illustrators.openmoji.catalogue import Emoji, Kind
from functions.imagine.illustrators.openmoji.scene import Size, Thing

BY_KIND = {
    Kind.ANIMAL: 1.0, Kind.BEING: 1.0, Kind.PERSON: 1.0, Kind.VEHICLE: 1.35, Kind.FOOD: 0.55, Kind.PLANT: 0.7,
    Kind.PLACE: 1.8, Kind.SKY: 1.0, Kind.THING: 0.7, Kind.WEAR: 0.55, Kind.BODY: 0.6, Kind.FEELING: 0.7, Kind.SIGN: 0.7,
}  # fmt: skip
"The longer side."

_BY_SIZE = {
    0.5: """ant|honeybee|lady beetle|bug|butterfly|fly|mosquito|worm|spider|snail|beetle|cricket|hatching chick|microbe
        |mouse|front-facing baby chick|baby chick|caterpillar|duckling|key|ring|coin|pencil|crayon|spoon|feather""",
    0.7: """bird|rabbit|hamster|frog|chipmunk|hedgehog|duck|fish|goldfish|tropical fish|crab|mouse face|black bird|dove
        |parrot|owl|lizard|shrimp|blowfish|rat|otter|baby|squid|seahorse|chicken|rooster|star""",
    0.85: "cat|cat face|dog|dog face|rabbit face|penguin|fox|goose|monkey|koala|child|raccoon|poodle|teddy bear",
    1.3: """elephant|T-Rex|sauropod|dragon|giraffe|mammoth|spouting whale|whale|orca|hippopotamus|rhinoceros|ogre
        |stegosaurus|triceratops|racing car|automobile|bicycle|motorcycle|kick scooter|unicorn|horse""",
    0.9: "skateboard|roller skate|manual wheelchair|canoe|sled",
    1.7: "deciduous tree|evergreen tree|palm tree|Christmas tree|leafless tree|locomotive|bus|ship|rainbow|volcano",
}
BY_NAME = {name.strip(): side for side, names in _BY_SIZE.items() for name in names.split("|")}
BY_ADJECTIVE = {None: 1.0, Size.SMALL: 0.55, Size.BIG: 1.6}


def stature(emoji: Emoji) -> float:
    return BY_NAME.get(emoji.name, BY_KIND[emoji.kind])


def side(thing: Thing) -> float:
    """Of one of them, in a scene."""
    return stature(thing.emoji) * BY_ADJECTIVE[thing.size]
