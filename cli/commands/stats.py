"""`stikadoo stats`: how a stage's executions ended, how long each state took, what was lost, who failed. No words."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session, report_errors
from cli.terminal.progress import Steps
from operations.executions.execution import moment
from operations.executions.statistics import Statistics, spread, statistics
from operations.stage import find_stage

_FEW = {"p95": 20, "p99": 100}
"Fewer than so many, and the share is but the slowest one or two."


def stats(
    since: Annotated[str, typer.Option(help="As 30m, 2h or 1d ago.")] = "1d",
    sample: Annotated[int, typer.Option(min=1, help="Look at so many histories at most, evenly spread.")] = 500,
    device: Annotated[str | None, typer.Option(help="Its Device-Id, as b4:3a:45:9b:94:74.")] = None,
    plots: Annotated[Path | None, typer.Option(file_okay=False, help="Draw PNGs into this folder, too.")] = None,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Count outcomes, time the states, name who failed."""
    console = Console()
    with report_errors(console):
        begun = moment(since)
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        with Steps(Console(stderr=True)) as steps:
            steps.begin("reading histories")
            made = statistics(deployed, since=begun, sample=sample, device_id=device)
            steps.end()
        if not made.endings:
            console.print(f"{stage}: no execution{f' of {device}' if device else ''} since {since} ago.")
            return
        said = f"{stage}, since {since} ago: {_how_many(made)}"
        _show(console, made, said)
        if plots:
            from operations.executions.plots import plots as drawn  # takes a second to load

            for file in drawn(made, plots, title=said):
                console.print(f"[bold]{file}[/]", highlight=False, soft_wrap=True)


def _how_many(made: Statistics) -> str:
    some = f"a sample of {len(made.endings)} of " if made.is_sample else ""
    latest = "the latest " if made.is_cut else ""
    return f"{some}{latest}{made.executions} executions"


def _show(console: Console, made: Statistics, said: str) -> None:
    console.print(f"[bold]{said}[/]", highlight=False)
    console.print(_outcomes(made))
    console.print(_seconds(made))
    if any(n < _FEW["p99"] for n in map(len, (made.waited, made.whole, *made.seconds.values()))):
        console.print("[dim]~ of so few that it is little more than the longest one or two[/]")
    console.print(_packets(made), highlight=False)
    for title, names, counted in (
        ("failed", ("error", "state"), Counter({(error, state): n for (state, error), n in made.failures.items()})),
        ("engines whose place another took", ("engine", "error"), made.fallbacks),
        ("attempts that failed, retried or not", ("state", "error"), made.attempts),
    ):
        if counted:
            console.print(_counted(title, names, counted))


def _outcomes(made: Statistics) -> Table:
    table = Table(title="outcomes", title_justify="left")
    table.add_column("outcome")
    table.add_column("executions", justify="right")
    table.add_column("share", justify="right")
    for name, count in made.outcomes.most_common():
        table.add_row(name, str(count), f"{count / len(made.endings):.1%}")
    return table


def _seconds(made: Statistics) -> Table:
    """A row a state that works, then those that wait for an engine's job, then what a child waits."""
    table = Table(title="seconds", title_justify="left")
    table.add_column("state", overflow="fold")
    for name in ("n", "p50", "p95", "p99", "longest"):
        table.add_column(name, justify="right")
    _rows(table, made.seconds)
    if made.waits:
        table.add_section()
        _rows(table, made.waits)
    table.add_section()
    _rows(table, {"whole execution": made.whole, "listen stop → delivered": made.waited})
    return table


def _rows(table: Table, measured: dict[str, list[float]]) -> None:
    for name, values in measured.items():
        of = spread(values)
        if of:
            shares = (f"{of.p50:.2f}", _share("p95", of.p95, of.n), _share("p99", of.p99, of.n))
            table.add_row(name, str(of.n), *shares, f"{of.longest:.2f}")


def _share(name: str, seconds: float, n: int) -> str:
    return f"{'~' if n < _FEW[name] else ''}{seconds:.2f}"


def _packets(made: Statistics) -> str:
    if not made.packets:
        return "packets: none was recorded."
    share = f"{made.lost / made.packets:.2%}"
    return (
        f"packets: {made.lost} of {made.packets} lost ({share}), "
        f"in {made.recordings_with_loss} of {made.recordings} recordings."
    )


def _counted(title: str, names: tuple[str, str], counted: Counter[tuple[str, str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in names:
        table.add_column(name, overflow="fold")
    table.add_column("times", justify="right")
    for pair, count in counted.most_common():
        table.add_row(*pair, str(count))
    return table
