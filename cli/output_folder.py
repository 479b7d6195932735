"""The folder for a sticker's files: checked before a wish is sent, and emptied of the previous sticker."""

import tempfile
from pathlib import Path

_NAMES = ("sticker.*", "preview.png")


def check_folder(folder: Path) -> None:
    """Creates it. Raises ValueError if no file can be written to it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as exc:
        raise ValueError(f"--out {folder}: {exc.strerror}") from exc


def remove_previous(folder: Path) -> None:
    """Without a new sticker, the previous one would be taken for it."""
    for name in _NAMES:
        for file in folder.glob(name):
            file.unlink(missing_ok=True)
