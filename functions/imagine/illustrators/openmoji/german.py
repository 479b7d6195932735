"""German word forms: stems of plurals and cases; the last noun of a compound. Umlauts are already plain vowels."""

ENDINGS = ("nen", "ern", "en", "er", "es", "e", "n", "s")
SHORTEST_STEM = 3
SHORTEST_HEAD = 4
LINKS = ("", "s", "n", "en", "e", "er")
"What joins the parts of a compound."


def forms(word: str) -> list[str]:
    """The word itself, then its possible stems."""
    return [word, *(word.removesuffix(ending) for ending in ENDINGS if _is_stem(word, ending))]


def _is_stem(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM


def parts(word: str) -> list[tuple[str, str]]:
    """The modifier and the head, the longest heads first: «regenbogenkatze» → regenbogen, katze."""
    return [(word[:at], word[at:]) for at in range(3, len(word) - SHORTEST_HEAD + 1)]
