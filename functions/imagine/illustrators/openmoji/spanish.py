"""Spanish word forms: singulars, and what a diminutive is made of. Accents are already removed."""

DIMINUTIVES = {"ito": "o", "ita": "a", "cito": "", "cita": "", "illo": "o", "illa": "a", "ecito": "e", "ecita": "e"}


def forms(word: str) -> list[str]:
    """The word itself, then its possible singulars, then what they are diminutives of."""
    singulars = [word.removesuffix(ending) for ending in ("s", "es") if word.endswith(ending) and len(word) > 3]
    if word.endswith("ces"):
        singulars.append(word[:-3] + "z")
    small = [
        one.removesuffix(ending) + base
        for one in (word, *singulars)
        for ending, base in DIMINUTIVES.items()
        if one.endswith(ending) and len(one) > len(ending) + 2
    ]
    return [word, *singulars, *small]
