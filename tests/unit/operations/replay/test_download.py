"""A sticker is downloaded with its picture and its preview, or the reason is given."""

from pathlib import Path

import pytest

from operations.replay.download import download_sticker
from stikadoo.aws.bucket import Bucket
from tests.unit.operations.replay.executions import FOLDER, RENDERED, SPOKEN, ended


@pytest.fixture
def stored(bucket: Bucket) -> Bucket:
    for key in (FOLDER.sticker_png, FOLDER.sticker_in("escpos"), FOLDER.preview):
        bucket.put(key, key.encode())
    return bucket


def test_three_files_the_picture_first(stored: Bucket, tmp_path: Path) -> None:
    files = download_sticker(stored, ended(RENDERED), tmp_path / "new")
    assert [file.name for file in files] == ["sticker.png", "sticker.escpos", "preview.png"]
    assert files[1].read_bytes() == FOLDER.sticker_in("escpos").encode()


def test_an_execution_without_a_sticker_is_refused(stored: Bucket, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="made no sticker"):
        download_sticker(stored, ended(SPOKEN), tmp_path)


def test_a_deleted_sticker_is_named(stored: Bucket, tmp_path: Path) -> None:
    stored.delete([FOLDER.preview])
    with pytest.raises(ValueError, match=r"preview\.png does not exist any more"):
        download_sticker(stored, ended(RENDERED), tmp_path)


def test_a_folder_that_cannot_be_written_is_refused(stored: Bucket, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ValueError, match=r"--to .*file: "):
        download_sticker(stored, ended(RENDERED), tmp_path / "file")
