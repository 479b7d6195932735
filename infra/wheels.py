"""Packages of a lock file, installed for this machine or for Lambda.

One folder for each set of requirements: build/<platform>/wheels-<hash>/.
"""

import hashlib
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from infra.bytecode import compile_folder, interpreter

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"

Target = Literal["local", "aws"]
Architecture = Literal["x86_64", "arm64"]

LAMBDA_PYTHON = "3.12"
"The runtime of pipeline.yaml and routes.yaml; its glibc 2.34 takes wheels tagged manylinux_2_28."

_WHEEL_PLATFORMS = {"x86_64": "x86_64-manylinux_2_28", "arm64": "aarch64-manylinux_2_28"}
_SOURCE_ONLY = "opuslib"
"Pure Python, published as a source archive only."


@dataclass(frozen=True)
class Platform:
    """The platform a zip is built for."""

    name: str
    "Its folder in build/."
    wheels: tuple[str, ...]
    "uv's options that select its wheels."
    is_local: bool
    python: str | None
    "The interpreter that compiles its modules, of the version that runs them; None: this machine has none."

    @property
    def folder(self) -> Path:
        return BUILD / self.name

    @property
    def compiled(self) -> str:
        """Part of the name of what is built: with bytecode or without."""
        return "with bytecode" if self.python else "without"


def platform_of(target: Target, architecture: Architecture) -> Platform:
    """local: this interpreter; `architecture` is ignored."""
    if target == "local":
        name = f"local-{sysconfig.get_python_version()}-{platform.machine()}"
        return Platform(name, (), is_local=True, python=sys.executable)
    wheels = ("--python-platform", _WHEEL_PLATFORMS[architecture], "--python-version", LAMBDA_PYTHON)
    name = f"aws-{LAMBDA_PYTHON}-{architecture}"
    return Platform(name, wheels, is_local=False, python=interpreter(LAMBDA_PYTHON))


def locked(requirements: Path) -> str:
    """A lock file's pins and hashes, without comments."""
    return re.sub(r"^\s*#.*\n", "", requirements.read_text(), flags=re.MULTILINE)


def installed(requirements: Path, target: Platform) -> Path:
    """The folder, installed if missing. Raises CalledProcessError; uv writes to stderr."""
    contents = locked(requirements) + target.compiled
    folder = target.folder / f"wheels-{hashlib.sha256(contents.encode()).hexdigest()[:16]}"
    if not folder.exists():
        target.folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="installing-", dir=target.folder))
        try:
            _install(requirements, fresh, target)
            if target.python:
                compile_folder(fresh, target.python)
            _move(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _install(requirements: Path, folder: Path, target: Platform) -> None:
    uv = Path(sys.executable).parent / "uv"
    subprocess.run(  # noqa: S603 # our own command
        [
            *(str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--target", str(folder)),
            *("--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-binary", _SOURCE_ONLY),
            *target.wheels,
            *("--requirements", str(requirements)),
        ],
        check=True,
    )


def _move(fresh: Path, folder: Path) -> None:
    """If another build was faster, its folder stays."""
    try:
        fresh.rename(folder)
    except OSError:
        if not folder.exists():
            raise
