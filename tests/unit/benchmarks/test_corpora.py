"""Clips from a public corpus are chosen by age, nouns and speaker."""

import subprocess
from pathlib import Path

import pytest

from tests.speech_packets import SPEECH
from tests.voices.corpora import Repository, clips

WAV = (SPEECH / "cat-rocket.wav").read_bytes()


@pytest.fixture
def corpus(tmp_path: Path) -> Repository:
    """Two speakers of 6 years and one of 30, with six sentences each; two sentences are alike, one has no noun."""
    sentences = [
        "THE CAT SITS HERE",
        "THE DOG SITS HERE",
        "A BIG TREE",
        "THE CAT SITS HERE",
        "OH REALLY YES",
        "A RED CAR",
    ]
    ages = {"0001": 6, "0002": 6, "0003": 30}
    texts = {f"{speaker}{number}": text for speaker in ages for number, text in enumerate(sentences)}
    tables = {
        "spk2age": ages,
        "text": texts,
        "utt2spk": {key: key[:4] for key in texts},
        "wav.scp": dict.fromkeys(texts, "a.wav"),
    }
    for part in ("train", "test"):
        (tmp_path / part).mkdir()
        for name, table in tables.items():
            (tmp_path / part / name).write_text("".join(f"{key}\t{value}\n" for key, value in table.items()))
    (tmp_path / "a.wav").write_bytes(WAV)
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "a corpus"]):
        subprocess.run(["git", "-C", tmp_path, *command], check=True)
    return Repository(tmp_path)


def test_sentences_are_chosen_by_age_and_nouns(corpus: Repository) -> None:
    entries = [entry for entry, _ in clips("speechocean762", corpus)]
    children = {entry.said: entry.nouns for entry in entries if entry.kind == "kids-6-7"}
    assert children == {
        "the cat sits here": "cat",
        "the dog sits here": "dog",
        "a big tree": "tree",
        "a red car": "car",
    }
    assert {entry.speaker for entry in entries if entry.kind == "adults"} == {"0003"}
    assert {entry.kind for entry in entries} == {"kids-6-7", "adults"}


def test_a_recording_becomes_packets(corpus: Repository) -> None:
    _, packets = next(clips("speechocean762", corpus))
    assert 0 < len(packets) < len(WAV) / 5
