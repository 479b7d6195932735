"""Clips from public corpora, whose recordings stay with their publishers: they are not copied into this repository.

speechocean762: 5000 English sentences, read by speakers of Mandarin, half of them children.
audio-cmn: Chinese words, read by one speaker.

Each is a git repository. A partial clone fetches only the recordings that are read, a few MB.
"""

import hashlib
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.voices.audio import bytes_to_p3
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


def clone(corpus: str, folder: Path) -> Path:
    target = folder / corpus
    if not target.is_dir():
        command = ["git", "clone", "--filter=blob:none", "--depth=1", "--no-checkout", URLS[corpus], str(target)]
        subprocess.run(command, check=True)
    return target


def clips(corpus: str, repository: Repository) -> Iterator[tuple[Entry, bytes]]:
    return _sentences(repository) if corpus == "speechocean762" else _chinese_words(repository)


@dataclass(frozen=True)
class _Readers:
    """speechocean762's tables, in Kaldi's format."""

    repository: Repository

    @cached_property
    def ages(self) -> dict[str, str]:
        return self._table("spk2age")

    @cached_property
    def texts(self) -> dict[str, str]:
        return self._table("text")

    @cached_property
    def speakers(self) -> dict[str, str]:
        return self._table("utt2spk")

    @cached_property
    def files(self) -> dict[str, str]:
        return self._table("wav.scp")

    def _table(self, name: str) -> dict[str, str]:
        """Lines of a key and a value."""
        texts = (self.repository.read(f"{part}/{name}").decode() for part in ("train", "test"))
        return dict(line.split(maxsplit=1) for text in texts for line in text.splitlines())

    def utterances(self, ages: range) -> list[str]:
        """In a random order that stays the same."""
        of_age = (utterance for utterance, speaker in self.speakers.items() if int(self.ages[speaker]) in ages)
        return sorted(of_age, key=lambda utterance: hashlib.sha256(utterance.encode()).digest())


def _sentences(repository: Repository) -> Iterator[tuple[Entry, bytes]]:
    readers = _Readers(repository)
    vocabulary = frozenset((LISTS / "nouns.txt").read_text().split())
    for kind, ages in _AGES.items():
        for utterance, nouns in _chosen(readers, ages, vocabulary).items():
            entry = Entry(
                file=f"{kind}/{utterance}.p3",
                kind=kind,
                language="en",
                said=readers.texts[utterance].lower(),
                nouns=" ".join(nouns),
                speaker=readers.speakers[utterance],
                source="speechocean762",
                licence="the publisher's",
            )
            yield entry, bytes_to_p3(repository.read(readers.files[utterance]))


def _chosen(readers: _Readers, ages: range, vocabulary: frozenset[str]) -> dict[str, list[str]]:
    """Utterance → nouns: different sentences with a noun of the vocabulary, a few of each speaker."""
    chosen: dict[str, list[str]] = {}
    sentences: set[str] = set()
    per_speaker: Counter[str] = Counter()
    for utterance in readers.utterances(ages):
        words = readers.texts[utterance].lower().split()
        nouns = [word for word in words if word in vocabulary]
        is_new = readers.texts[utterance] not in sentences
        speaker = readers.speakers[utterance]
        if nouns and is_new and len(words) >= _FEWEST_WORDS and per_speaker[speaker] < _CLIPS_PER_SPEAKER:
            chosen[utterance] = nouns
            sentences.add(readers.texts[utterance])
            per_speaker[speaker] += 1
    return dict(list(chosen.items())[:_CLIPS_PER_KIND])


def _chinese_words(repository: Repository) -> Iterator[tuple[Entry, bytes]]:
    for word in (LISTS / "words-zh.txt").read_text(encoding="utf-8").split():
        file = f"words-zh/{word}.p3"
        entry = Entry(file, "words-zh", "zh", word, word, "audio-cmn", "audio-cmn", "CC-BY-SA-3.0")
        yield entry, bytes_to_p3(repository.read(f"64k/hsk/cmn-{word}.mp3"))
