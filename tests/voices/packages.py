"""Clips from Debian packages that are installed here.

lists/<kind>.<source>.tsv names the recordings: path in the source's folder, what is said, its nouns; where needed the
licence, if it is not the whole source's, and the half.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.voices.audio import to_p3
from tests.voices.manifest import Entry

LISTS = Path(__file__).parent / "lists"
_SHARE = Path("/usr/share")
_SHORTEST_SOUND_SECONDS = 3
"A child holds the button about as long; a recording of less than half a second is never transcribed."


@dataclass(frozen=True)
class Source:
    """A Debian package's folder of recordings."""

    package: str
    folder: str
    licence: str
    suffix: str = ""
    "Added to a list's paths."


SOURCES = {
    "ktuberling": Source("ktuberling-data", "ktuberling/sounds", "GPL-2.0-or-later"),
    "tuxpaint": Source("tuxpaint-stamps-default", "tuxpaint/stamps", "GPL-2.0-only"),
    "pocketsphinx": Source("pocketsphinx-testdata", "pocketsphinx/test/data", "BSD-2-Clause"),
    "freedesktop": Source("sound-theme-freedesktop", "sounds/freedesktop/stereo", "CC-BY-SA-3.0"),
    "asterisk-es": Source(
        "asterisk-core-sounds-es-g722", "asterisk/sounds/es_MX_f_Allison", "CC-BY-SA-3.0", suffix=".g722"
    ),
    "asterisk-fr": Source(
        "asterisk-core-sounds-fr-g722", "asterisk/sounds/fr_CA_f_June", "CC-BY-SA-3.0", suffix=".g722"
    ),
}


def clips() -> Iterator[tuple[Entry, bytes]]:
    """Raises FileNotFoundError for a package that is not installed."""
    for path in sorted(LISTS.glob("*.*.tsv")):
        kind, name = path.stem.split(".")
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file, delimiter="\t"):
                yield _clip(kind, name, row)


def _clip(kind: str, name: str, row: list[str]) -> tuple[Entry, bytes]:
    source = SOURCES[name]
    recording = _SHARE / source.folder / (row[0] + source.suffix)
    entry = Entry(
        file=f"{kind}/{name}-{recording.stem}.p3",
        kind=kind,
        language="" if kind == "sounds" else kind.rpartition("-")[2],
        said=row[1],
        nouns=row[2],
        speaker=name,
        source=source.package,
        licence="".join(row[3:4]) or source.licence,
        half="".join(row[4:5]),
    )
    return entry, to_p3(recording, shortest_seconds=_SHORTEST_SOUND_SECONDS if kind == "sounds" else 0)
