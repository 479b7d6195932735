"""Makes the clips.

    python -m tests.voices.collect [speechocean762[=CLONE]] [audio-cmn[=CLONE]]   to build/voices, from public corpora
    python -m tests.voices.collect packages [PYTHON_WITH_PIPER]                   to tests/voices/clips, anew

The first form is for whoever measures with them; without a CLONE it clones the publisher's repository. The second one
made what is committed; it needs the Debian packages of packages.SOURCES, espeak-ng, flite and sox.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.voices import corpora, packages, synthesis
from tests.voices.manifest import COLLECTED, COMMITTED, Entry, read, write


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["packages"]:
        _store(COMMITTED, packages.clips())
        _store(COMMITTED, synthesis.clips("".join(arguments[1:2])))
        return
    for argument in arguments or list(corpora.URLS):
        corpus, _, folder = argument.partition("=")
        path = Path(folder) if folder else corpora.clone(corpus, COLLECTED / "corpora")
        _store(COLLECTED, corpora.clips(corpus, corpora.Repository(path)))


def _store(folder: Path, clips: Iterable[tuple[Entry, bytes]]) -> None:
    """Add clips to a folder, in place of those with the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = {entry.file: entry for entry in read(folder)}
    for entry, packets in clips:
        path = folder / entry.file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(packets)
        entries[entry.file] = entry
    write(folder, entries.values())


if __name__ == "__main__":
    main(sys.argv[1:])
