"""`stikadoo tail`: a line for each execution as it begins, and one as it ends; never a word of a child's."""

import time
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session, report_errors
from cli.terminal.execution_table import outcome, when
from cli.terminal.signals import stoppable
from operations.executions.following import Began, Following
from operations.executions.rows import Row, row
from operations.stage import Stage, find_stage


def tail(
    device: Annotated[str | None, typer.Option(help="Its Device-Id, as b4:3a:45:9b:94:74.")] = None,
    every: Annotated[float, typer.Option(min=0.5, help="Seconds between two looks, of two calls each.")] = 2,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many have ended.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="End after so long.")] = None,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Tell what ends, and how, as it happens, until Ctrl-C."""
    console = Console()
    with report_errors(console), stoppable():
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        try:
            _follow(console, deployed, device, every, count, seconds)
        except KeyboardInterrupt:
            return


def _follow(
    console: Console, deployed: Stage, device: str | None, every: float, count: int | None, seconds: float | None
) -> None:
    following = Following(deployed, device)
    Console(stderr=True).print(f"[dim]{deployed.name}, from now on; Ctrl-C ends[/]", highlight=False)
    until = None if seconds is None else time.monotonic() + seconds
    ends = 0
    while True:
        began, ended = following.look()
        for begun in began:
            _print(console, _beginning(begun))
        for one in ended[: None if count is None else count - ends]:
            _print(console, _end(row(deployed, one, words=False)))
        ends += len(ended)
        if (count is not None and ends >= count) or (until is not None and time.monotonic() >= until):
            return
        time.sleep(every)


def _print(console: Console, line: Text) -> None:
    """Unwrapped: an id stays whole."""
    console.print(line, soft_wrap=True)


def _beginning(begun: Began) -> Text:
    return Text(f"{when(begun.at)}  {begun.recording_id}  began", style="dim")


def _end(row: Row) -> Text:
    replay = f"  ↻ {row.replay_of}" if row.replay_of else ""
    took = Text(f"  {row.seconds:.1f} s", style="dim")
    return Text.assemble(f"{when(row.ended)}  {row.recording_id}  ", outcome(row), took, f"  {row.engines}{replay}")
