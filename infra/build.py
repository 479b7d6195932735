"""Content-addressed zip packages of all deployables: build/<platform>/<name>-<hash>.zip.

A zip is a copy of its packages' zip, which deployables with the same packages share, with the sources added. A changed
source line thus repacks little; an unchanged deployable is not built again.
"""

import argparse
import hashlib
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import chalice

from infra.bytecode import compiled
from infra.parallel import in_parallel
from infra.shared_objects import stripped
from infra.state_machine import write_definition
from infra.wheels import ROOT, Architecture, Platform, Target, installed, locked, platform_of
from infra.zips import Entry, Trim, packages, sources, write

WORKERS = tuple(sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py")))
"Folders of functions/ with a handler."
ROUTES = "routes"
PROVISIONING = "provisioning"

_NOT_PACKED = ("requirements.in", "requirements.txt", "zip.json")
_BUILDERS = ("build.py", "zips.py", "wheels.py", "bytecode.py", "shared_objects.py", "bootstrap")


@dataclass(frozen=True)
class Deployable:
    """The contents of one zip."""

    name: str
    requirements: Path
    trim: Path

    def sources(self, target: Platform) -> Iterator[Entry]:
        yield from sources(ROOT / "stikadoo", "stikadoo/")
        if self.name == ROUTES:
            yield "app.py", ROOT / "app.py"
            yield from sources(ROOT / "chalice_app", "chalice_app/")
            library = Path(chalice.__file__).parent
            yield from ((f"chalice/{name}", library / name) for name in ("__init__.py", "app.py"))
            return
        if self.name != PROVISIONING:
            yield "functions/__init__.py", ROOT / "functions" / "__init__.py"
        folder = f"{folder_of(self.name)}/"
        yield from (entry for entry in sources(ROOT / folder, folder) if entry[1].name not in _NOT_PACKED)
        if target.is_local:
            yield "bootstrap", ROOT / "infra" / "bootstrap"

    def base(self, target: Platform) -> Path:
        """Its packages' zip, the same path for deployables with the same packages."""
        trim = self.trim.read_bytes() if self.trim.exists() else b""
        parts = (target.name.encode(), target.compiled.encode(), locked(self.requirements).encode(), trim, *_builders())
        return target.folder / f"packages-{_hash(parts)}.zip"

    def zip(self, target: Platform) -> Path:
        base = self.base(target).name.encode()
        parts = (part for name, path in self.sources(target) for part in (name.encode(), path.read_bytes()))
        return target.folder / f"{self.name}-{_hash([base, *parts])}.zip"


def folder_of(name: str) -> str:
    """Of a worker, or of the provisioning API."""
    return name if name == PROVISIONING else f"functions/{name}"


def deployables() -> list[Deployable]:
    folders = {name: ROOT / folder_of(name) for name in (*WORKERS, PROVISIONING)} | {ROUTES: ROOT}
    return [Deployable(name, folder / "requirements.txt", folder / "zip.json") for name, folder in folders.items()]


def build(target: Target, architecture: Architecture = "x86_64") -> dict[str, Path]:
    """Deployable → its zip. Builds missing zips and deletes outdated ones. Raises CalledProcessError."""
    platform = platform_of(target, architecture)
    platform.folder.mkdir(parents=True, exist_ok=True)
    everything = deployables()
    zips = {one.name: one.zip(platform) for one in everything}
    missing = [one for one in everything if not zips[one.name].exists()]
    bases = {one.base(platform): one for one in missing}
    in_parallel(lambda one: _build_base(one, platform), bases.values())
    in_parallel(lambda one: _build_zip(one, zips[one.name], platform), missing)
    if missing:
        _delete_outdated({*zips.values(), *(one.base(platform) for one in everything)}, platform)
    return zips


def _build_base(one: Deployable, platform: Platform) -> None:
    path = one.base(platform)
    if not path.exists():
        trim = Trim.read(one.trim)
        with tempfile.TemporaryDirectory() as folder:
            entries = stripped(packages(installed(one.requirements, platform), trim), trim, Path(folder))
            write(path, entries, _compression(platform))


def _build_zip(one: Deployable, path: Path, platform: Platform) -> None:
    with tempfile.TemporaryDirectory() as folder:
        entries = list(one.sources(platform))
        if platform.python and not platform.is_local:  # a local Lambda compiles our few modules faster than this does
            entries += compiled(entries, Path(folder), platform.python)
        write(path, entries, _compression(platform), base=one.base(platform))


def _compression(platform: Platform) -> int:
    return zipfile.ZIP_STORED if platform.is_local else zipfile.ZIP_DEFLATED


def _delete_outdated(current: set[Path], platform: Platform) -> None:
    for path in platform.folder.glob("*.zip"):
        if path not in current:
            path.unlink(missing_ok=True)


def _builders() -> list[bytes]:
    return [(ROOT / "infra" / name).read_bytes() for name in _BUILDERS]


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.build", description=__doc__.splitlines()[0])
    parser.add_argument("--target", choices=["local", "aws"], default="local")
    parser.add_argument("--architecture", choices=["x86_64", "arm64"], default="x86_64")
    chosen = parser.parse_args()
    for name, path in build(chosen.target, chosen.architecture).items():
        sizes = f"{path.stat().st_size / 1e6:7.1f} MB, unpacked {unpacked_bytes(path) / 1e6:7.1f} MB"
        print(f"{name:12} {sizes}  {path.relative_to(ROOT)}")  # noqa: T201 # its output
    print(f"the state machine's definition: {write_definition().relative_to(ROOT)}")  # noqa: T201


def unpacked_bytes(path: Path) -> int:
    """Lambda's limit is 250 MiB."""
    with zipfile.ZipFile(path) as zipped:
        return sum(entry.file_size for entry in zipped.infolist())


if __name__ == "__main__":
    main()
