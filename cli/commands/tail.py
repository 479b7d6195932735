"""`stikadoo tail`: prints a line when an execution starts, and one when it ends; never a child's words."""

import time
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cli.errors import report_errors
from cli.options import (
    DeviceOption,
    EndpointOption,
    ProfileOption,
    RegionOption,
    StageOption,
    aws_session,
    finite,
)
from cli.terminal.console import Terminal
from cli.terminal.execution_table import engines, outcome, when
from cli.terminal.signals import stoppable
from operations.devices import UnknownDevice, known_device
from operations.executions.execution import Execution, with_failed_state
from operations.executions.following import Following
from operations.stage import Stage, find_stage


def tail(
    device: DeviceOption = None,
    every: Annotated[
        float, typer.Option(callback=finite, min=0.5, help="Seconds between two polls, of two calls each.")
    ] = 2,
    count: Annotated[int | None, typer.Option(min=1, help="Stop after this many have ended.")] = None,
    seconds: Annotated[float | None, typer.Option(callback=finite, min=0, help="Stop after this time.")] = None,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Follow executions as they start and end, until Ctrl-C."""
    console = Terminal()
    with report_errors(console), stoppable():
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        chosen = _device(deployed, device)
        try:
            _follow(console, deployed, chosen, every, count, seconds)
        except KeyboardInterrupt:
            return


def _device(deployed: Stage, name: str | None) -> str | None:
    """One that is not known may connect later."""
    try:
        return known_device(deployed, name)
    except UnknownDevice as exc:
        Terminal(stderr=True).print(f"{exc}; waiting for it", soft_wrap=True)
        return exc.device


def _follow(
    console: Console, deployed: Stage, device: str | None, every: float, count: int | None, seconds: float | None
) -> None:
    following = Following(deployed, device)
    Terminal(stderr=True).print(f"{deployed.name}, from now on; Ctrl-C ends", style="dim")
    until = None if seconds is None else time.monotonic() + seconds
    ends = 0
    while True:
        started, ended = following.look()
        for execution in started:
            _print(console, _start(execution))
        for execution in ended[: None if count is None else count - ends]:
            _print(console, _end(with_failed_state(deployed.machine, execution)))
        ends += len(ended)
        if (count is not None and ends >= count) or (until is not None and time.monotonic() >= until):
            return
        time.sleep(every)


def _print(console: Console, line: Text) -> None:
    """Without wrapping, so that an id stays whole."""
    console.print(line, soft_wrap=True)


def _start(execution: Execution) -> Text:
    return Text(f"{when(execution.started)}  {execution.recording_id}  began", style="dim")


def _end(execution: Execution) -> Text:
    original = execution.document.replay_of
    replay = f"  ↻ {original}" if original else ""
    end = when(execution.stopped or execution.started)
    seconds = Text(f"  {execution.seconds:.1f} s", style="dim")
    return Text.assemble(
        f"{end}  {execution.recording_id}  ", outcome(execution), seconds, f"  {engines(execution)}{replay}"
    )
