"""`make demo` passes its wish to the command as it is: neither make nor the shell interprets it."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ['a dragon"; echo PWNED; echo "', "$HOME $(shell echo x) `id`", 'it\'s \\ a "cat"', "一只猫 %s", "a # b"]


@pytest.fixture
def commands(tmp_path: Path) -> Path:
    """A folder with a `stikadoo` that prints its arguments."""
    command = tmp_path / "stikadoo"
    command.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("text", TEXTS)
def test_the_wish_arrives_unchanged(text: str, commands: Path) -> None:
    make = ["make", "-s", "-o", "setup", f"RUN={commands}", "demo", f"TEXT={text}", f"WAV={text}.wav"]
    ran = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["demo", "--wav", f"{text}.wav", "--text", text]


def test_a_wish_may_come_from_the_environment(commands: Path) -> None:
    make = ["make", "-s", "-o", "setup", f"RUN={commands}", "demo"]
    for environ, words in (({"TEXT": "a $HOME"}, ["demo", "--text", "a $HOME"]), ({}, ["demo"])):
        ran = subprocess.run(
            make, cwd=ROOT, capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"], **environ}
        )
        assert ran.stdout.splitlines() == words
