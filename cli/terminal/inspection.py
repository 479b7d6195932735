"""An inspection on the terminal: time line, words, pictures, messages to the device, log."""

import json

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cli.terminal.braille import braille
from cli.terminal.console import styled
from operations.executions.document import StoredError
from operations.executions.history import StateRun
from operations.inspect.causes import first_line, remedy
from operations.inspect.facts import facts
from operations.inspect.inspection import Inspection
from operations.inspect.missing import PICTURES, SOUND, WORDS, clock, reasons
from operations.inspect.pictures import readable
from operations.inspect.redaction import StoredWords
from operations.inspect.sent_messages import sent

BAR = 20
"Characters of the longest bar."
PICTURE_COLUMNS = 36
"Of one of three pictures, at most."
LAST_LINES = 40
"Of the log, without --full."


def show_inspection(console: Console, inspection: Inspection, *, full: bool = False) -> None:
    """`full`: whole causes with their tracebacks, and every line of the log with every fact."""
    missing = reasons(inspection)
    _heading(console, inspection, full=full)
    _facts(console, inspection, missing)
    _time_line(console, inspection)
    _words(console, inspection, missing)
    _pictures(console, inspection, missing)
    _sent(console, inspection)
    _log(console, inspection, full=full)
    _links(console, inspection)


def _heading(console: Console, inspection: Inspection, *, full: bool) -> None:
    execution = inspection.execution
    ending = execution.outcome or execution.status.lower()
    colour = "red" if execution.is_broken else "yellow" if inspection.execution.is_running else "green"
    took = f"{execution.seconds:.1f} s{' so far' if execution.is_running else ''}"
    heading = styled("[bold]{}[/]  {}  ", execution.recording_id, clock(execution.started))
    console.print(Text.assemble(heading, (ending, colour), f"  {took}"), soft_wrap=True)
    caught = inspection.document.error or StoredError()
    error, cause = execution.error or caught.name, execution.cause or caught.cause
    if error:
        console.print(f"{error}: {_cause(cause, full=full)}", style=colour, soft_wrap=True)
        if command := remedy(cause):
            _row(console, "remedy", command)


def _cause(cause: str, *, full: bool) -> str:
    if not full:
        return first_line(cause)
    try:
        return json.dumps(json.loads(cause), indent=2, ensure_ascii=False).replace("\\n", "\n")
    except ValueError:
        return cause


def _facts(console: Console, inspection: Inspection, missing: dict[str, str]) -> None:
    table = Table.grid(padding=(0, 2))
    for name, value in facts(inspection).items():
        table.add_row(Text(name, "dim"), value)
    for why, names in _together(SOUND, missing).items():
        table.add_row(Text(names, "dim"), why)
    console.print(Padding(table, (1, 0)))


def _time_line(console: Console, inspection: Inspection) -> None:
    runs = inspection.execution.state_runs
    if not runs:
        return
    table = Table("state", title="time line, seconds", title_justify="left")
    table.add_column("start", justify="right")
    table.add_column("took", justify="right")
    table.add_column("")
    table.add_column("")
    longest = max(run.seconds for run in runs) or 1
    for run in runs:
        start = (run.started - inspection.execution.started).total_seconds()
        continues = inspection.execution.is_running and run is runs[-1] and not run.seconds
        bar = "█" * max(1, round(BAR * run.seconds / longest))
        took = "…" if continues else f"{run.seconds:.2f}"
        table.add_row(run.name, f"{start:.2f}", took, Text(bar, "cyan"), _note(run))
    console.print(table)


def _note(run: StateRun) -> str:
    if run.failures and not run.error:
        return f"{run.failures} × failed, then succeeded"
    if run.failures > 1:
        return f"{run.failures} × {run.error}"
    return run.error


def _words(console: Console, inspection: Inspection, missing: dict[str, str]) -> None:
    transcript = inspection.facts("transcript.json", StoredWords)
    if transcript:
        sure = "" if transcript.confidence is None else f"  {transcript.confidence:.0%} sure"
        _row(console, "heard", f"“{transcript.text}”{sure}")
        for other in transcript.alternatives:
            _row(console, "or", f"“{other}”")
    wish = inspection.facts("wish.json", StoredWords)
    if wish:
        _row(console, "wish", f"“{wish.text}”")
    prompt = inspection.body("prompt.txt")
    if prompt is not None:
        _row(console, "prompt", prompt.decode(errors="replace"))
    for why, names in _together(WORDS, missing).items():
        _row(console, names, why)


def _pictures(console: Console, inspection: Inspection, missing: dict[str, str]) -> None:
    pictures = [(name, inspection.body(name) or b"") for name in readable(inspection)]
    if pictures:
        columns = max(1, min(PICTURE_COLUMNS, (console.width - 4) // len(pictures) - 2))
        grid = Table.grid(padding=(0, 2))
        grid.add_row(*(Text(name, "bold") for name, _ in pictures))
        grid.add_row(*(Padding(braille(body, columns), 0, style="black on white") for _, body in pictures))
        console.print(Padding(grid, (1, 0)))
    unreadable = {name for name in PICTURES if inspection.body(name) is not None} - {name for name, _ in pictures}
    missing |= dict.fromkeys(unreadable, "stored, but not a picture that can be decoded")
    for why, names in _together(PICTURES, missing).items():
        _row(console, names, why)


def _together(names: tuple[str, ...], missing: dict[str, str]) -> dict[str, str]:
    """By reason: the names of the missing files."""
    reasons_in_order = dict.fromkeys(missing[name] for name in names if name in missing)
    return {why: ", ".join(name for name in names if missing.get(name) == why) for why in reasons_in_order}


def _sent(console: Console, inspection: Inspection) -> None:
    table = Table("start", "by", "messages, by type", title="to the device, and from it", title_justify="left")
    for one in sent(inspection):
        since = (one.at - inspection.execution.started).total_seconds()
        table.add_row(f"{since:.2f}", one.by, one.what)
    console.print(table if table.row_count else "Nothing was sent to the device.")


def _log(console: Console, inspection: Inspection, *, full: bool) -> None:
    lines = inspection.lines
    if not lines:
        console.print(
            f"No lines in the log: {inspection.unlogged or 'none was written, or they are past LogRetentionDays'}"
        )
        return
    console.print(styled("\n[bold]log[/] [dim]({} lines)[/]", len(lines)))
    for line in lines if full else lines[-LAST_LINES:]:
        details = json.dumps(line.facts, ensure_ascii=False) if full else _brief(line.own_facts)
        text = f"{line.at:%H:%M:%S.%f}"[:-3] + f" {line.function:<11} {line.level:<7} {line.message} {details}"
        style = "red" if line.level in {"ERROR", "CRITICAL"} else "yellow" if line.level == "WARNING" else ""
        console.print(text, style=style, soft_wrap=full)


def _brief(facts: dict[str, object]) -> str:
    """On one line, without tracebacks: they are for --full."""
    short = {name: fact for name, fact in facts.items() if not name.startswith(("exception", "stack"))}
    return " ".join(f"{name}={json.dumps(fact, ensure_ascii=False)}" for name, fact in short.items())


def _links(console: Console, inspection: Inspection) -> None:
    for replay in inspection.replays:
        _row(console, "replay", replay)
    if inspection.links:
        _row(console, "execution", inspection.links.execution)
        _row(console, "folder", inspection.links.folder)


def _row(console: Console, name: str, value: str) -> None:
    console.print(styled("[dim]{}[/] {}", f"{name:<15}", value), soft_wrap=True)
