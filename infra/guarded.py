"""Runs a command until this process's standard input ends: `python guarded.py FOLDER COMMAND…`.

The other end of the input belongs to the process that started this one, and is closed when that process ends, however
it ends. Then the command and all it started are killed, and its folder is deleted. If the command ends first, the
folder stays, for its log.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress


def main(folder: str, *command: str) -> int:
    """The command's exit code."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 # our own command
    is_over = threading.Event()

    def end_with_the_input() -> None:
        while os.read(sys.stdin.fileno(), 1):
            continue
        is_over.set()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    threading.Thread(target=end_with_the_input, daemon=True).start()
    code = process.wait()
    if is_over.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
