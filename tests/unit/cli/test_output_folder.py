"""The folder for a sticker is checked first, and holds nothing of the previous sticker."""

from pathlib import Path

import pytest

from cli.output_folder import check_folder, remove_previous


def test_a_missing_folder_is_created(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@pytest.mark.parametrize("below", ["", "b"])
def test_a_file_is_no_folder(tmp_path: Path, below: str) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ValueError, match=r"--out .*out"):
        check_folder(tmp_path / "out" / below)


def test_the_previous_sticker_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in ("sticker.png", "sticker.escpos", "preview.png", "holiday.png"):
        (tmp_path / name).write_text("")
    remove_previous(tmp_path)
    remove_previous(tmp_path / "missing")
    assert [file.name for file in tmp_path.iterdir()] == ["holiday.png"]
