"""Start-up of the command: `stikadoo --help` against the help of an empty Typer and Rich application."""

import statistics
import subprocess
import sys
import time

from benchmarks.table import Row

TIMES = 11
MAX_RATIO = 1.6
_EMPTY = "import rich.console, typer; app = typer.Typer(); app.command()(lambda: None); app(['--help'])"
_STIKADOO = "import sys; from cli.__main__ import main; sys.argv[1:] = ['--help']; main()"


def rows() -> list[Row]:
    empty, stikadoo = _medians(_EMPTY, _STIKADOO)
    return [
        Row(
            "stikadoo --help",
            f"{stikadoo * 1000:.0f} ms",
            f"an empty Typer + Rich app: {empty * 1000:.0f} ms",
            stikadoo / empty,
            f"at most {MAX_RATIO} ×",
            stikadoo / empty <= MAX_RATIO,
        )
    ]


def _medians(*programs: str) -> list[float]:
    """In seconds, as processes; run in turn, so that other load on the machine affects all alike."""
    seconds: dict[str, list[float]] = {program: [] for program in programs}
    for _ in range(TIMES):
        for program, durations in seconds.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
            durations.append(time.perf_counter() - started)
    return [statistics.median(durations) for durations in seconds.values()]
