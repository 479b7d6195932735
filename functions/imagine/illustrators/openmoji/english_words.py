"""English function words: prepositions and verbs of position, numbers, irregular plurals and stop words."""

from functions.imagine.illustrators.openmoji.scene import Relation


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLURAL_PICTURES = frozenset(
    {"bouquet", "people hugging", "french fries", "poultry leg", "water wave", "cloud", "musical notes", "jeans"}
    | {"running shoe", "woman’s boot", "hiking boot", "crossed swords", "eyes", "shorts", "drum", "flexed biceps"}
    | {"steaming bowl", "spaghetti", "ice skate", "roller skate", "footprints", "herb", "skull", "tooth"}
    | {"billed cap", "evergreen tree", "peanuts", "crayon", "coin", "candy"}
)
"Pictures that already show several: «flowers» is one bouquet, not three."

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "couple": 2, "both": 2, "few": 3,
    "some": 3, "many": 5, "lots": 5, "lot": 5, "bunch": 5, "hundred": 12, "million": 12,
}  # fmt: skip

RELATIONS = {
    **dict.fromkeys(_words("riding rides ride rode on onto atop over above"), Relation.ABOVE),
    **dict.fromkeys(_words("under below beneath underneath"), Relation.BELOW),
    **dict.fromkeys(_words("in inside into"), Relation.IN),
    **dict.fromkeys(_words("at driving drives drive flying piloting"), Relation.AT),
    **dict.fromkeys(_words("wearing wears"), Relation.WEARING),
}
"Any other word puts the two things side by side."

IRREGULAR = {
    "mice": "mouse", "geese": "goose", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "elves": "elf",
    "scarves": "scarf", "loaves": "loaf", "calves": "calf", "hooves": "hoof", "dwarves": "dwarf", "children": "child",
    "women": "woman", "men": "man", "teeth": "tooth", "feet": "foot", "oxen": "ox", "octopi": "octopus",
    "cacti": "cactus", "busses": "bus", "snowmen": "snowman", "mermen": "merman", "firemen": "fireman",
    "policemen": "policeman",
}  # fmt: skip

STOP_WORDS = _words(
    """
    a an the this that these those my your his her its our their me i you he she it we they them him us who which what
    and with of for to from in on at by as or but so not no into onto over above under below beneath underneath inside
    outside near next beside behind between around through across up down out off about like than then there here where
    when while is are was were be been am has have had do does did can could will would should may might must shall let
    lets just really very too also please want wants wanted wish wishes need needs love loves give make makes making
    print draw draws drawing drawn picture pictures sticker stickers image photo show get got put some any all every
    each many much more most few lots lot bunch couple pair both one two three four five six seven eight nine ten eleven
    twelve dozen hundred million thank thanks hey ok okay um uh er oh yes yeah well now today
    see sees saw look looks looking go goes going come comes
    eat eats eating ate drink drinks ride rides rode play plays played jump jumps jumped run runs ran dance dances sing
    sings sleep sleeps sit sits sat stand stands hold holds held chase chases catch catches kick kicks hug hugs kiss
    kisses drive drives wear wears carry carries say says said named called swims cooks
    red blue green yellow pink purple brown black white grey gray golden silver colourful colorful colour color
    big little small tiny huge giant large great tall short long fat thin old young new good bad nice cute pretty
    beautiful happy sad angry funny silly scary spooky friendly cool awesome fast slow sleepy tired hungry brave smart
    strong magical magic sparkly shiny fluffy furry soft cuddly lovely sweetest best favourite favorite super
    thing things nothing letter number something anything someone somebody everything stuff way kind sort type time bit
    alone together again only own same other another
    """
)
"Not looked up alone; a longer name may contain one: «red apple»."

VERBS_TOO = _words("bat bowl box cook drum duck fish fly flies ring saw ski sled swim watch water wave paint")
MODALS = _words("can could to will would may might should that who then")
"After one of these, a word of VERBS_TOO is a verb: «a pig that can fly» contains no insect."
