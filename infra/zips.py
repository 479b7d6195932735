"""Reproducible zip files: sorted names, one date, no owner.

Stored for the local AWS, which unpacks them at once; deflated for the real one.
"""

import fnmatch
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_DATE = (1980, 1, 1, 0, 0, 0)
_NEVER = (
    "bin/*",
    "tests/*",
    "*/tests/*",
    "*.pyi",
    "*.lock",
    ".lock",
    "boto3/*",
    "botocore/*",
    "s3transfer/*",
    "aws_lambda_powertools/event_handler/*",
    "aws_lambda_powertools/middleware_factory/*",
    "aws_lambda_powertools/utilities/[!jp_]*/*",
    "aws_lambda_powertools/utilities/parser/*",
    "pydantic/v1/*",
)
"""Lambda provides boto3. Of Powertools only logging, metrics and parameters are used, of pydantic only version 2. Many
files slow a cold start more than many bytes."""
_METADATA = ("METADATA", "entry_points.txt")
"The files of a *.dist-info that importlib.metadata reads."


@dataclass(frozen=True)
class Trim:
    """functions/<name>/zip.json: which files of the installed packages a worker does not need."""

    keep: dict[str, list[str]] = field(default_factory=dict)
    "Package → globs within it; nothing else of the package is packed."
    drop: list[str] = field(default_factory=list)
    "Globs of paths; * matches slashes."
    strip: list[str] = field(default_factory=list)
    "Globs of shared objects whose debug information and symbol tables are not packed."

    @classmethod
    def read(cls, path: Path) -> "Trim":
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def packs(self, name: str) -> bool:
        """`name`: a path within site-packages."""
        package, _, rest = name.partition("/")
        if package.endswith(".dist-info") and rest not in _METADATA:
            return False
        if package in self.keep and not _matches(rest, self.keep[package]):
            return False
        return not _matches(name, (*_NEVER, *self.drop))

    def strips(self, name: str) -> bool:
        return _matches(name, self.strip)


def _matches(name: str, globs: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, glob) for glob in globs)


Entry = tuple[str, Path]
"Name in the zip, and the source file."


def packages(folder: Path, trim: Trim) -> Iterator[Entry]:
    """The files of the installed packages that are packed."""
    yield from ((name, path) for name, path in _all_files(folder) if trim.packs(name))


def sources(folder: Path, prefix: str = "") -> Iterator[Entry]:
    """All files under a folder but bytecode."""
    yield from ((prefix + name, path) for name, path in _all_files(folder) if path.suffix != ".pyc")


def _all_files(folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def write(path: Path, entries: Iterable[Entry], compression: int, base: Path | None = None) -> None:
    """Writes a zip, or adds to a copy of `base`, and renames it once complete."""
    with tempfile.TemporaryDirectory(prefix="packing-", dir=path.parent) as folder:
        fresh = Path(folder) / path.name
        if base:
            shutil.copyfile(base, fresh)
        with zipfile.ZipFile(fresh, "a" if base else "w", compression) as zipped:
            for name, source in entries:
                zipped.writestr(_entry(name, compression), source.read_bytes())
        fresh.replace(path)


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system = 3  # Unix: external_attr holds permissions
    entry.external_attr = (0o755 if name == "bootstrap" else 0o644) << 16
    entry.compress_type = compression
    return entry
