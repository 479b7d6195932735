"""English word forms: the possible singulars of a plural."""

IRREGULAR = {
    "mice": "mouse", "geese": "goose", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "elves": "elf",
    "scarves": "scarf", "loaves": "loaf", "calves": "calf", "hooves": "hoof", "dwarves": "dwarf", "children": "child",
    "women": "woman", "men": "man", "teeth": "tooth", "feet": "foot", "oxen": "ox", "octopi": "octopus",
    "cacti": "cactus", "busses": "bus", "snowmen": "snowman", "mermen": "merman", "firemen": "fireman",
    "policemen": "policeman", "people": "person", "kitties": "kitty", "fairies": "fairy",
}  # fmt: skip


def forms(word: str) -> list[str]:
    """The word itself, then its possible singulars, the likeliest first."""
    candidates = [word]
    if word in IRREGULAR:
        candidates.append(IRREGULAR[word])
    elif word.endswith("ies") and len(word) > 4:
        candidates += [word[:-3] + "y", word[:-1]]
    elif word.endswith("es") and len(word) > 3:
        candidates += [word[:-1], word[:-2]]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        candidates.append(word[:-1])
    return candidates
