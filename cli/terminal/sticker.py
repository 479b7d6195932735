"""A sticker on the terminal and on disk, and the time line of its execution."""

from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.terminal.braille import braille
from device.printer import printed
from device.sticker import Sticker
from operations.executions.execution import Execution
from stikadoo.keys import RecordingFolder

NO_STICKER = 2
"The exit code of a wish without a sticker."

BAR = 28
"Characters of the longest bar."


def saved(sticker: Sticker, folder: Path) -> dict[str, Path]:
    """Writes sticker.png (the print), the bytes for the printer and preview.png. Raises StickerDamaged."""
    image = sticker.image
    contents = {
        "sticker.png": printed(sticker.printer_bytes, image.format, image.width),
        printer_file(sticker): sticker.printer_bytes,
        "preview.png": sticker.preview,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents}


def printer_file(sticker: Sticker) -> str:
    """Named as in the bucket: sticker.escpos for the Stikadoo."""
    return Path(RecordingFolder(sticker.image.sticker_id).sticker_in(sticker.image.format)).name


def show_sticker(console: Console, png: bytes) -> None:
    columns = max(1, min(72, console.width - 4))
    console.print(Padding(braille(png, columns), (1, 2)), style="black on white")


def show_time_line(console: Console, execution: Execution, since: str = "listen stop") -> None:
    """`execution`: with its history."""
    runs = execution.state_runs
    table = Table(
        title=f"{execution.end_state}: {execution.seconds:.2f} s from {since} to the end", title_justify="left"
    )
    for column in ("state", "seconds", "", ""):
        table.add_column(column, justify="right" if column == "seconds" else "left")
    longest = max((run.seconds for run in runs), default=1) or 1
    for run in runs:
        bar = "█" * max(1, round(BAR * run.seconds / longest))
        note = f"{run.failures} × failed {run.error}" if run.failures else run.error
        table.add_row(run.name, f"{run.seconds:.2f}", Text(bar, "cyan"), note)
    console.print(table)
