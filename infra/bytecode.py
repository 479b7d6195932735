"""Bytecode of a zip's modules, compiled by the Python that runs them: unchecked hash-based .pyc files (PEP 552).

Lambda cannot store what it compiles, so each cold start would compile all modules again. These files contain neither
dates nor folders of this machine.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from infra.zips import Entry


@cache
def interpreter(version: str) -> str | None:
    """This machine's Python of that version, `3.12`; None without one: another version's bytecode would be ignored."""
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    candidates = [shutil.which(name), *(str(path) for path in sorted(pyenv.glob(f"{version}*/bin/{name}")))]
    for candidate in candidates:  # the first may be a shim of pyenv that runs nothing
        if candidate and subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode == 0:  # noqa: S603
            return candidate
    return None


def compile_folder(folder: Path, python: str) -> None:
    """Adds __pycache__ folders."""
    subprocess.run(  # noqa: S603 # our own command
        [
            *(python, "-W", "ignore", "-m", "compileall", "-q", "-j", "0", "-x", "/tests/"),
            *("--invalidation-mode", "unchecked-hash", "-s", str(folder), str(folder)),
        ],
        check=False,  # some packages contain .py templates that are not valid Python
    )


def compiled(entries: Iterable[Entry], folder: Path, python: str) -> Iterator[Entry]:
    """The bytecode of the entries that are modules, written to an empty folder."""
    for name, path in entries:
        if path.suffix == ".py":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / name)
    compile_folder(folder, python)
    for path in sorted(folder.rglob("*.pyc")):
        yield path.relative_to(folder).as_posix(), path
