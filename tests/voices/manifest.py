"""The clips' manifest: a table of tab-separated values, a line for each .p3 file beside it."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

COMMITTED = Path(__file__).parent / "clips"
"Clips whose licence and origin allow a copy in this repository."

COLLECTED = Path(__file__).parents[2] / "build" / "voices"
"Clips that `python -m tests.voices.collect` makes from public corpora."

_NAME = "manifest.tsv"


@dataclass(frozen=True)
class Entry:
    """One clip."""

    file: str
    "Below the manifest's folder."
    kind: str
    language: str
    "BCP 47; empty for sounds."
    said: str
    nouns: str
    "Those that a transcript must keep, separated by spaces; _ joins the words of one."
    speaker: str
    source: str
    licence: str
    half: str = ""
    "tune or report; empty: by a hash. Set where a correction of what is said must not move the clip to the other half."


def read(folder: Path) -> list[Entry]:
    """The folder's clips; none if it has no manifest."""
    manifest = folder / _NAME
    if not manifest.is_file():
        return []
    with manifest.open(newline="", encoding="utf-8") as file:
        return [Entry(**row) for row in csv.DictReader(file, delimiter="\t")]


def write(folder: Path, entries: Iterable[Entry]) -> None:
    with (folder / _NAME).open("w", newline="", encoding="utf-8") as file:
        names = [field.name for field in fields(Entry)]
        table = csv.DictWriter(file, names, delimiter="\t", lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(entry) for entry in sorted(entries, key=lambda entry: entry.file))
