"""Lists of executions: a table for terminals, where ids stay whole to be copied, and tab-separated lines for pipes."""

from collections.abc import Iterator
from datetime import datetime

from rich.table import Table
from rich.text import Text

from operations.executions.execution import Execution
from operations.executions.words import Words

Row = tuple[Execution, Words]
"Failed executions have their history."

WIDE = 130
"Columns of a terminal that has room for all fields side by side."

_COLOURS = {"delivered": "green", "undelivered": "yellow", "running": "cyan"}
_PLAIN = ("when", "recording", "device", "outcome", "seconds", "engines", "replay of", "wish")


def execution_table(rows: list[Row], width: int, *, words: bool) -> Table:
    return _wide(rows, words=words) if width >= WIDE else _narrow(rows)


def _wide(rows: list[Row], *, words: bool) -> Table:
    table = Table(title_justify="left")
    table.add_column("when", no_wrap=True)
    table.add_column("recording", no_wrap=True)
    for name in ("device", *(("wish",) if words else ()), "outcome"):
        table.add_column(name, overflow="fold")
    table.add_column("seconds", justify="right", no_wrap=True)
    table.add_column("engines", overflow="fold")
    for execution, wish in rows:
        wishes = (_wish(wish),) if words else ()
        cells = (execution.device_id, *wishes, outcome(execution), f"{execution.seconds:.1f}", engines(execution))
        table.add_row(when(execution.started), _recording(execution), *cells)
    return table


def _narrow(rows: list[Row]) -> Table:
    """Without the device, whose key a recording's id begins with; the other fields below each other."""
    table = Table(show_header=False)
    table.add_column("when", no_wrap=True)
    table.add_column("recording", no_wrap=True)
    table.add_column("how", overflow="fold")
    for execution, wish in rows:
        seconds = Text(f"{execution.seconds:.1f} s", style="dim")
        lines = (outcome(execution), _wish(wish), Text(engines(execution)), seconds)
        cell = Text("\n").join(line for line in lines if line.plain)
        table.add_row(when(execution.started), _recording(execution), cell)
    return table


def plain(rows: list[Row], *, words: bool) -> Iterator[str]:
    """Tab-separated, a line an execution, after a header line."""
    if rows:
        yield "\t".join(_PLAIN if words else _PLAIN[:-1])
    for execution, wish in rows:
        wishes = (_wish(wish).plain,) if words else ()
        replay_of = execution.document.replay_of or ""
        seconds = f"{execution.seconds:.2f}"
        cells = (execution.device_id, ending(execution), seconds, engines(execution), replay_of, *wishes)
        yield "\t".join((f"{execution.started.astimezone():%Y-%m-%dT%H:%M:%S%z}", execution.recording_id, *cells))


def when(at: datetime) -> str:
    """Local time; with the day if it is not today."""
    local = at.astimezone()
    return f"{local:%H:%M:%S}" if local.date() == datetime.now(local.tzinfo).date() else f"{local:%d %b %H:%M:%S}"


def outcome(execution: Execution) -> Text:
    text = ending(execution)
    return Text(text, style="red" if execution.is_broken else _COLOURS.get(text, ""))


def ending(execution: Execution) -> str:
    """An outcome; «ProviderUnavailable@Imagine» for a failed one; «running»."""
    if execution.is_broken:
        error = execution.error or execution.status
        return f"{error}@{execution.failed_state}" if execution.failed_state else error
    return execution.outcome or "running"


def engines(execution: Execution) -> str:
    """«whisper, openmoji (dashscope unavailable)»: those that answered, and the last that another replaced."""
    document = execution.document
    answered = [work.engine for work in (document.transcription, document.picture) if work and work.status == "ready"]
    replaced = f" ({document.fallback.engine} unavailable)" if document.fallback else ""
    return f"{', '.join(answered)}{replaced}".strip()


def _recording(execution: Execution) -> Text:
    original = execution.document.replay_of
    replay = Text(f"\n↻ {original}", style="dim") if original else Text()
    return Text(execution.recording_id) + replay


def _wish(words: Words) -> Text:
    """On one line, without markup and control characters: a child may have said anything."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in words.text).split())
    return Text(f"“{text}”") if text else Text(words.absent, style="dim")
