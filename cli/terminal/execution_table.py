"""Lists of executions: a table for terminals, where ids stay whole to be copied, and tab-separated lines for pipes."""

from collections.abc import Iterator
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cli.terminal.console import one_line
from operations.executions.execution import Execution
from operations.executions.words import Words

Row = tuple[Execution, Words]
"Failed executions have their history."

_WHEN, _DEVICE, _SECONDS, _ENGINES, _WISH = len("28 Nov 09:30:00"), len("b4:3a:45:9b:94:74"), len("seconds"), 22, 16
"Columns that fields take; of engines and wishes, which are wrapped, that a line of them takes."
_BETWEEN = 3
"Columns between two fields."

_COLOURS = {"delivered": "green", "undelivered": "yellow", "running": "cyan"}
_PLAIN = ("when", "recording", "device", "outcome", "seconds", "engines", "replay of", "wish")


def execution_table(rows: list[Row], width: int, *, words: bool) -> RenderableType:
    """Fields side by side, if there is room for them; else below each other beside the id, or below it."""
    ids = max(len(line) for execution, _ in rows for line in _recording(execution).plain.splitlines())
    outcomes = max(len(ending(execution)) for execution, _ in rows)
    fields = (_WHEN, ids, _DEVICE, _WISH * words, outcomes, _SECONDS, _ENGINES)
    if width >= sum(fields) + len(fields) * _BETWEEN + 1:
        return _wide(rows, words=words)
    beside = (_WHEN, ids, max(outcomes, _ENGINES))
    return _narrow(rows) if width >= sum(beside) + len(beside) * _BETWEEN + 1 else _stacked(rows)


def _wide(rows: list[Row], *, words: bool) -> Table:
    table = Table(title_justify="left")
    table.add_column("when", no_wrap=True)
    table.add_column("recording", no_wrap=True)
    table.add_column("device", overflow="fold")
    if words:
        table.add_column("wish", overflow="fold")
    table.add_column("outcome", no_wrap=True)
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


def _stacked(rows: list[Row]) -> Group:
    """A few lines an execution, wrapped between words."""
    blocks = []
    for execution, wish in rows:
        heading = Text(f"{when(execution.started)}  ") + outcome(execution)
        facts = Text(f"{execution.seconds:.1f} s  {engines(execution)}".rstrip(), style="dim")
        blocks += [heading, _recording(execution), *(line for line in (_wish(wish), facts) if line.plain), Text()]
    return Group(*blocks[:-1])


def as_json(row: Row, *, words: bool) -> dict[str, object]:
    """The fields of a line for a pipe, and the error's name and state."""
    execution, wish = row
    document = execution.document
    fields: dict[str, object] = {
        "recording": execution.recording_id,
        "started": execution.started.isoformat(),
        "stopped": execution.stopped.isoformat() if execution.stopped else None,
        "device": execution.device_id or None,
        "status": execution.status,
        "outcome": execution.outcome or None,
        "error": execution.error or None,
        "failed_state": execution.failed_state if execution.is_broken else None,
        "seconds": round(execution.seconds, 2),
        "engines": engines(execution),
        "replay_of": document.replay_of,
    }
    return fields | ({"wish": wish.text or None, "wish_absent": wish.absent or None} if words else {})


def plain(rows: list[Row], *, words: bool) -> Iterator[str]:
    """Tab-separated, a line an execution, after a header line."""
    if rows:
        yield "\t".join(_PLAIN if words else _PLAIN[:-1])
    for execution, wish in rows:
        wishes = (_wish(wish).plain,) if words else ()
        replay_of = execution.document.replay_of or ""
        seconds = f"{execution.seconds:.2f}"
        cells = (execution.device_id, ending(execution), seconds, engines(execution), replay_of, *wishes)
        started = f"{execution.started.astimezone():%Y-%m-%dT%H:%M:%S%z}"
        yield "\t".join(map(_cell, (started, execution.recording_id, *cells)))


def _cell(text: str) -> str:
    """On one line; what a spreadsheet would take for a formula begins with an apostrophe."""
    line = one_line(text)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


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
    """«whisper, openmoji (dashscope unavailable)»: those that answered, and the last that another replaced.

    «whisper, dashscope failed»: where it ended.
    """
    document = execution.document
    answered = [work.engine for work in (document.transcription, document.picture) if work and work.status == "ready"]
    replaced = f" ({document.fallback.engine} unavailable)" if document.fallback else ""
    failed = [f"{name} failed"] if (name := _failed_engine(execution)) else []
    return f"{', '.join(answered + failed)}{replaced}".strip()


def _failed_engine(execution: Execution) -> str:
    """Of the state that failed; empty if no engine did."""
    state, chosen = execution.failed_state if execution.is_broken else "", execution.document.engines
    if "engines" not in execution.document.raw or not state.endswith(
        ("Transcribe", "Transcript", "Imagine", "Picture")
    ):
        return ""
    return chosen.transcriber if state.endswith(("Transcribe", "Transcript")) else chosen.illustrator


def _recording(execution: Execution) -> Text:
    original = execution.document.replay_of
    replay = Text(f"\n↻ {original}", style="dim") if original else Text()
    return Text(execution.recording_id) + replay


def _wish(words: Words) -> Text:
    """On one line: a child may have said anything."""
    text = one_line(words.text)
    return Text(f"“{text}”") if text else Text(words.absent, style="dim")
