"""A local AWS whose command was killed is found and ended; one that is in use is not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.leftovers import Leftover, leftovers
from infra.local_aws import GUARD, LOG, PREFIX
from tests.eventually import eventually

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / f"{PREFIX}abc"
    made.mkdir()
    (made / LOG).write_bytes(b"x" * 1000)
    return made


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def environ(folder: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(folder)}


@contextmanager
def orphan(folder: Path) -> Iterator[int]:
    """A process with this home whose parent has ended."""
    shell = ["sh", "-c", '"$@" > "$HOME/out" 2>&1 & echo $!', "sh", *SLEEP]
    pid = int(subprocess.run(shell, env=environ(folder), capture_output=True, text=True, check=True).stdout)
    try:
        eventually((folder / "out").read_text)
        yield pid
    finally:
        if is_alive(pid):
            os.kill(pid, 9)


def old(folder: Path) -> None:
    os.utime(folder / LOG, (0, 0))


def test_a_folder_without_a_process_is_left_over_unless_it_is_new(folder: Path) -> None:
    assert leftovers([folder.parent]) == []
    old(folder)
    (found,) = leftovers([folder.parent])
    assert (found, found.bytes) == (Leftover(folder, ()), 1000)
    found.end()
    assert leftovers([folder.parent]) == []
    assert not folder.exists()


def test_an_orphan_and_its_folder_are_ended(folder: Path) -> None:
    with orphan(folder) as pid:
        (found,) = leftovers([folder.parent, folder.parent])
        assert found.processes == (pid,)
        found.end()
        eventually(lambda: not is_alive(pid))
    assert not folder.exists()


def test_what_a_running_command_uses_is_no_leftover(folder: Path) -> None:
    old(folder)
    with subprocess.Popen(SLEEP, stdout=subprocess.PIPE, env=environ(folder)) as process:
        assert process.stdout
        process.stdout.readline()
        assert leftovers([folder.parent]) == []
        process.kill()


def test_a_folder_of_another_kind_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}photos").mkdir()
    assert leftovers([tmp_path]) == []


def guarded(folder: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-I", str(GUARD), str(folder), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environ(folder),
        start_new_session=True,
    )


def test_a_guard_ends_its_command_and_all_it_started_with_its_input(folder: Path) -> None:
    shell = ["sh", "-c", '"$@" & echo $!; wait', "sh", *SLEEP]
    with guarded(folder, *shell) as guard:
        assert guard.stdin
        assert guard.stdout
        child = int(guard.stdout.readline())
        assert guard.stdout.readline() == "up\n"
        guard.stdin.close()
        assert guard.wait(10) != 0
    eventually(lambda: not is_alive(child))
    assert not folder.exists()


def test_a_guard_ends_with_its_command_and_leaves_the_log(folder: Path) -> None:
    with guarded(folder, "sh", "-c", "exit 7") as guard:
        assert guard.wait(10) == 7
    assert (folder / LOG).exists()
