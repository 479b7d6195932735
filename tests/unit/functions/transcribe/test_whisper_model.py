"""What a model's folder contains may not be loadable: another engine is asked then."""

import shutil
from pathlib import Path

import pytest

from functions.transcribe.transcribers.whisper_model import load
from stikadoo.errors import ProviderUnavailable
from stikadoo.whisper_models import known_folder


@pytest.mark.parametrize("file", ["model.bin", "config.json"])
def test_a_folder_that_cannot_be_loaded_allows_a_fallback(file: str, tmp_path: Path) -> None:
    folder = shutil.copytree(known_folder("tiny.en") or "", tmp_path / "own")
    (folder / file).write_bytes(b"w")
    with pytest.raises(ProviderUnavailable, match="whisper: cannot load its model: RuntimeError: "):
        load(folder)
