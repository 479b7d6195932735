"""`make bench`: every figure the project promises, as a ratio to a reference measured in the same run.

`python -m benchmarks audio render` runs only these parts.
"""

import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.table import Row

PARTS = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main(parts: list[str]) -> int:
    """Prints the table. Returns 1 if a promise is broken."""
    table = Table(title="make bench")
    for column in ("part", "what", "measured", "reference", "ratio", "promise", ""):
        table.add_column(column, overflow="fold")
    kept = True
    for part in parts or PARTS:
        rows: list[Row] = import_module(f"benchmarks.bench_{part}").rows()
        for row in rows:
            mark = "" if not row.target else "✔" if row.is_met else "✘"
            table.add_row(part, row.what, row.measured, row.reference, f"{row.ratio:.3g}", row.target, mark)
            kept = kept and row.is_met
    Console(width=160).print(table)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
