"""Clips from public corpora, which are not copied into this repository: their recordings stay with their publishers.

speechocean762: 5000 English sentences, read by speakers of Mandarin, half of them children of 6 to 15 years.
audio-cmn: Chinese words, read by one speaker.

A corpus is a git repository: a clone of yours, or a partial clone of the publisher's, which fetches a few MB.
"""

import hashlib
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.voices.audio import to_p3
from tests.voices.manifest import Entry
from tests.voices.packages import LISTS

URLS = {
    "speechocean762": "https://github.com/jimbozhang/speechocean762",
    "audio-cmn": "https://github.com/hugolpz/audio-cmn",
}

_AGES = {"kids-6-7": range(6, 8), "kids-8-9": range(8, 10), "kids-10-12": range(10, 13), "adults": range(18, 100)}
_CLIPS_PER_KIND = 40
_CLIPS_PER_SPEAKER = 4
_FEWEST_WORDS = 3


@dataclass(frozen=True)
class Repository:
    """A git repository, bare or not."""

    path: Path

    def read(self, name: str) -> bytes:
        command = ["git", "-C", str(self.path), "show", f"HEAD:{name}"]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout

    def table(self, name: str) -> dict[str, str]:
        """A file of lines of a key and a value."""
        return dict(line.split(maxsplit=1) for line in self.read(name).decode().splitlines())


def clone(corpus: str, folder: Path) -> Path:
    """Without the recordings: git fetches those that are read."""
    target = folder / corpus
    if not target.is_dir():
        command = ["git", "clone", "--filter=blob:none", "--depth=1", "--no-checkout", URLS[corpus], str(target)]
        subprocess.run(command, check=True)
    return target


def clips(corpus: str, repository: Repository) -> Iterator[tuple[Entry, bytes]]:
    return {"speechocean762": _readers, "audio-cmn": _chinese_words}[corpus](repository)


def _readers(repository: Repository) -> Iterator[tuple[Entry, bytes]]:
    parts = ("train", "test")
    ages, texts, speakers, files = (
        {key: value for part in parts for key, value in repository.table(f"{part}/{name}").items()}
        for name in ("spk2age", "text", "utt2spk", "wav.scp")
    )
    vocabulary = frozenset((LISTS / "nouns.txt").read_text().split())
    for kind, years in _AGES.items():
        of_age = sorted(
            (utterance for utterance, speaker in speakers.items() if int(ages[speaker]) in years), key=_shuffled
        )
        per_speaker: Counter[str] = Counter()
        sentences: set[str] = set()
        for utterance in of_age:
            said, speaker = texts[utterance].lower(), speakers[utterance]
            nouns = [word for word in said.split() if word in vocabulary]
            if (
                not nouns
                or said in sentences
                or len(said.split()) < _FEWEST_WORDS
                or per_speaker[speaker] == _CLIPS_PER_SPEAKER
                or per_speaker.total() == _CLIPS_PER_KIND
            ):
                continue
            per_speaker[speaker] += 1
            sentences.add(said)
            file = f"{kind}/{utterance}.p3"
            entry = Entry(file, kind, "en", said, " ".join(nouns), speaker, "speechocean762", "see LICENSES.md")
            yield entry, to_p3(repository.read(files[utterance]), ".wav")


def _shuffled(utterance: str) -> str:
    """A random order that stays the same."""
    return hashlib.sha256(utterance.encode()).hexdigest()


def _chinese_words(repository: Repository) -> Iterator[tuple[Entry, bytes]]:
    for word in (LISTS / "words-zh.txt").read_text(encoding="utf-8").split():
        file = f"words-zh/{word}.p3"
        entry = Entry(file, "words-zh", "zh", word, word, "audio-cmn", "audio-cmn", "CC-BY-SA-3.0")
        yield entry, to_p3(repository.read(f"64k/hsk/cmn-{word}.mp3"), ".mp3")
