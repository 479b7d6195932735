"""Local AWSs that nobody uses any more: their folders, and processes without a parent. Linux only, by /proc.

A local AWS ends with the command that started it (see guarded.py), unless its guard was killed, too.
"""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from infra.local_aws import LOG, PREFIX

PLACES = (Path("/dev/shm"), Path(tempfile.gettempdir()))  # noqa: S108 # looked into
_STARTING_SECONDS = 60
"A folder without a process that is as young may belong to a command that is just starting."
_INITS = {"systemd", "init"}
"Names of processes that adopt orphans, besides process 1."


@dataclass(frozen=True)
class Leftover:
    folder: Path
    processes: tuple[int, ...]

    @property
    def bytes(self) -> int:
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file() and not file.is_symlink())

    def end(self) -> None:
        """Kills its processes and deletes its folder."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


def leftovers(places: Iterable[Path] = PLACES) -> list[Leftover]:
    """Of this user; none where there is no /proc."""
    if not Path("/proc/self/environ").exists():
        return []
    found = {folder: _processes(folder) for place in dict.fromkeys(places) for folder in _folders(place)}
    return [Leftover(folder, tuple(parents)) for folder, parents in found.items() if not _is_used(folder, parents)]


def _folders(place: Path) -> Iterator[Path]:
    for folder in place.glob(f"{PREFIX}*"):
        if (folder / LOG).exists() and folder.stat().st_uid == os.getuid():
            yield folder


def _processes(folder: Path) -> dict[int, int]:
    """Those whose home it is, with their parents."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"HOME={folder}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found[int(process.name)] = int(_status(process, "PPid"))
    return found


def _is_used(folder: Path, parents: dict[int, int]) -> bool:
    """Whether a command that runs is the parent of one of its processes, or it may be starting."""
    if not parents:
        return time.time() - (folder / LOG).stat().st_mtime < _STARTING_SECONDS
    return any(parent not in parents and not _adopts(parent) for parent in parents.values())


def _adopts(process: int) -> bool:
    if process <= 1:
        return True
    try:
        return _status(Path(f"/proc/{process}"), "Name") in _INITS
    except OSError:
        return True


def _status(process: Path, field: str) -> str:
    lines = (process / "status").read_text().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{field}:"))
