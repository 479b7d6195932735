"""Parses the phrase files in words/ to (heading, phrase) pairs.

# a comment
[heading]
a phrase, another, one more
"""

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


def phrases(name: str) -> Iterator[tuple[str, str]]:
    heading = ""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[] ")
        elif not line.startswith("#"):
            yield from ((heading, phrase.strip()) for phrase in line.split(",") if phrase.strip())
