"""`stikadoo stats`: outcomes, seconds by state, lost packets, failures. No words."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.errors import report_errors
from cli.options import (
    DeviceOption,
    EndpointOption,
    JsonOption,
    ProfileOption,
    RegionOption,
    SinceOption,
    StageOption,
    UntilOption,
    aws_session,
)
from cli.terminal.console import Terminal, styled
from cli.terminal.progress import Steps
from operations.devices import known_device
from operations.executions.period import Period
from operations.executions.statistics import Statistics, numbers, spread, statistics
from operations.stage import find_stage

_FEW = {"p95": 20, "p99": 100}
"With fewer values, the percentile is little more than the slowest one or two."


def stats(
    since: SinceOption = "1d",
    until: UntilOption = None,
    sample: Annotated[int, typer.Option(min=1, help="Read at most this many histories, evenly spread.")] = 500,
    device: DeviceOption = None,
    plots: Annotated[Path | None, typer.Option(file_okay=False, help="Also draw plots (PNG) into this folder.")] = None,
    as_json: JsonOption = False,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Show outcomes, per-state latency and failures."""
    console = Terminal()
    with report_errors(console):
        if as_json and plots:
            raise ValueError("--json and --plots: they exclude each other")
        period = Period(since, until)
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        with Steps(Terminal(stderr=True)) as steps:
            steps.begin("reading histories")
            found = statistics(
                deployed,
                since=period.since,
                until=period.until,
                sample=sample,
                device_id=known_device(deployed, device),
            )
            steps.end()
        if as_json:
            typer.echo(json.dumps(numbers(found), indent=1))
            return
        if not found.sample:
            console.print(f"{stage}: no execution{f' of {device}' if device else ''} {period}.")
            return
        title = f"{stage}, {period}: {_how_many(found)}"
        _show(console, found, title)
        if plots:
            from operations.executions.plots import plots as draw  # takes a second to load

            for file in draw(found, plots, title=title):
                console.print(styled("[bold]{}[/]", file), soft_wrap=True)


def _how_many(found: Statistics) -> str:
    some = f"a sample of {len(found.sample)} of " if found.is_sample else ""
    latest = "the latest " if found.is_cut else ""
    return f"{some}{latest}{found.listed} executions"


def _show(console: Console, found: Statistics, title: str) -> None:
    console.print(styled("[bold]{}[/]", title))
    console.print(_outcomes(found))
    console.print(_seconds(found))
    if any(n < _FEW["p99"] for n in map(len, (found.waited, found.whole, *found.seconds.values()))):
        console.print("~ of so few values that it is little more than the longest one or two", style="dim")
    console.print(_packets(found))
    for heading, names, counted in (
        ("failed", ("error", "state"), Counter({(error, state): n for (state, error), n in found.failures.items()})),
        ("engines that another replaced", ("engine", "error"), found.fallbacks),
        ("attempts that failed, retried or not", ("state", "error"), found.attempts),
    ):
        if counted:
            console.print(_counted(heading, names, counted))


def _outcomes(found: Statistics) -> Table:
    table = Table(title="outcomes", title_justify="left")
    table.add_column("outcome")
    table.add_column("executions", justify="right")
    table.add_column("share", justify="right")
    for name, count in found.outcomes.most_common():
        table.add_row(name, str(count), f"{count / len(found.sample):.1%}")
    return table


def _seconds(found: Statistics) -> Table:
    """Task states, then Wait states for an engine's job, then the whole execution and the child's wait."""
    table = Table(title="seconds", title_justify="left")
    table.add_column("state", overflow="fold")
    for name in ("n", "p50", "p95", "p99", "longest"):
        table.add_column(name, justify="right")
    _rows(table, found.seconds)
    if found.waits:
        table.add_section()
        _rows(table, found.waits)
    table.add_section()
    _rows(table, {"whole execution": found.whole, "listen stop → delivered": found.waited})
    return table


def _rows(table: Table, measured: dict[str, list[float]]) -> None:
    for name, values in measured.items():
        of = spread(values)
        if of:
            shares = (f"{of.p50:.2f}", _share("p95", of.p95, of.n), _share("p99", of.p99, of.n))
            table.add_row(name, str(of.n), *shares, f"{of.longest:.2f}")


def _share(name: str, seconds: float, n: int) -> str:
    return f"{'~' if n < _FEW[name] else ''}{seconds:.2f}"


def _packets(found: Statistics) -> str:
    if not found.packets:
        return "packets: none was recorded."
    share = f"{found.lost / found.packets:.2%}"
    return (
        f"packets: {found.lost} of {found.packets} lost ({share}), "
        f"in {found.recordings_with_loss} of {found.recordings} recordings."
    )


def _counted(title: str, names: tuple[str, str], counted: Counter[tuple[str, str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in names:
        table.add_column(name, overflow="fold")
    table.add_column("times", justify="right")
    for pair, count in counted.most_common():
        table.add_row(*pair, str(count))
    return table
