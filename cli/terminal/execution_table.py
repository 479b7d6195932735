"""Rows of executions on a terminal, where a recording's id stays whole to be copied, and as lines for pipes."""

from collections.abc import Iterator
from datetime import datetime

from rich.table import Table
from rich.text import Text

from operations.executions.rows import Row

WIDE = 130
"Columns of a terminal that has room for all of a row beside each other."

_COLOURS = {"delivered": "green", "undelivered": "yellow", "running": "cyan"}
_PLAIN = ("when", "recording", "device", "outcome", "seconds", "engines", "replay of", "wish")


def table(found: list[Row], width: int, *, words: bool) -> Table:
    return _wide(found, words=words) if width >= WIDE else _narrow(found)


def _wide(found: list[Row], *, words: bool) -> Table:
    shown = Table(title_justify="left")
    shown.add_column("when", no_wrap=True)
    shown.add_column("recording", no_wrap=True)
    for name in ("device", *(("wish",) if words else ()), "outcome"):
        shown.add_column(name, overflow="fold")
    shown.add_column("seconds", justify="right", no_wrap=True)
    shown.add_column("engines", overflow="fold")
    for row in found:
        wish = (_wish(row),) if words else ()
        cells = (row.device_id, *wish, outcome(row), f"{row.seconds:.1f}", row.engines)
        shown.add_row(when(row.begun), _recording(row), *cells)
    return shown


def _narrow(found: list[Row]) -> Table:
    """The device is left out: a recording's id begins with its key. The rest stands below each other."""
    shown = Table(show_header=False)
    shown.add_column("when", no_wrap=True)
    shown.add_column("recording", no_wrap=True)
    shown.add_column("how", overflow="fold")
    for row in found:
        lines = (outcome(row), _wish(row), Text(row.engines), Text(f"{row.seconds:.1f} s", style="dim"))
        shown.add_row(when(row.begun), _recording(row), Text("\n").join(line for line in lines if line.plain))
    return shown


def plain(found: list[Row], *, words: bool) -> Iterator[str]:
    """Fields between tabs, a line an execution, after a line of their names."""
    if found:
        yield "\t".join(_PLAIN if words else _PLAIN[:-1])
    for row in found:
        wish = (_wish(row).plain,) if words else ()
        cells = (row.device_id, row.ending, f"{row.seconds:.2f}", row.engines, row.replay_of, *wish)
        yield "\t".join((f"{row.begun.astimezone():%Y-%m-%dT%H:%M:%S%z}", row.recording_id, *cells))


def when(begun: datetime) -> str:
    """Local time; the day where it is not today's."""
    local = begun.astimezone()
    return f"{local:%H:%M:%S}" if local.date() == datetime.now(local.tzinfo).date() else f"{local:%d %b %H:%M:%S}"


def outcome(row: Row) -> Text:
    return Text(row.ending, style="red" if row.is_broken else _COLOURS.get(row.ending, ""))


def _recording(row: Row) -> Text:
    replay = Text(f"\n↻ {row.replay_of}", style="dim") if row.replay_of else Text()
    return Text(row.recording_id) + replay


def _wish(row: Row) -> Text:
    """What stands in it is a child's, and may be anything: it is one line, and no markup."""
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in row.wish).split())
    return Text(f"“{said}”") if said else Text(row.absent, style="dim")
