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

    @property
    def folder(self) -> Path:
        return BUILD / self.name


def platform_of(target: Target, architecture: Architecture) -> Platform:
    """local: this interpreter; `architecture` is ignored."""
    if target == "local":
        return Platform(f"local-{sysconfig.get_python_version()}-{platform.machine()}", (), is_local=True)
    wheels = ("--python-platform", _WHEEL_PLATFORMS[architecture], "--python-version", LAMBDA_PYTHON)
    return Platform(f"aws-{LAMBDA_PYTHON}-{architecture}", wheels, is_local=False)


def locked(requirements: Path) -> str:
    """A lock file's pins and hashes, without comments."""
    return re.sub(r"^\s*#.*\n", "", requirements.read_text(), flags=re.MULTILINE)


def installed(requirements: Path, target: Platform) -> Path:
    """The folder, installed if missing. Raises CalledProcessError; uv writes to stderr."""
    folder = target.folder / f"wheels-{hashlib.sha256(locked(requirements).encode()).hexdigest()[:16]}"
    if not folder.exists():
        target.folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="installing-", dir=target.folder))
        try:
            _install(requirements, fresh, target)
            if target.is_local:
                _compile(fresh)
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


def _compile(folder: Path) -> None:
    """Else each of ten routes and nine workers would compile the same packages on its local cold start.

    The bytecode contains neither this folder nor dates, so it is reproducible.
    """
    subprocess.run(  # noqa: S603 # our own command
        [
            *(sys.executable, "-W", "ignore", "-m", "compileall", "-q", "-j", "0", "-x", "/tests/"),
            *("--invalidation-mode", "unchecked-hash", "-s", str(folder), str(folder)),
        ],
        check=False,  # some packages contain .py templates that are not valid Python
    )


def _move(fresh: Path, folder: Path) -> None:
    """If another build was faster, its folder stays."""
    try:
        fresh.rename(folder)
    except OSError:
        if not folder.exists():
            raise
