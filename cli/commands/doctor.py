"""`stikadoo doctor`: missing prerequisites of a local run, and how to install them."""

from typing import Annotated

import typer

from cli.terminal.console import Terminal, styled
from infra.leftovers import leftovers
from infra.prerequisites import checks

_UNMET = "[red]✘[/] {}  [yellow]→ {}[/]"


def doctor(
    clean: Annotated[
        bool, typer.Option("--clean", help="End local stacks whose commands were killed, and delete their files.")
    ] = False,
) -> None:
    """Check this machine for missing prerequisites."""
    console = Terminal()
    left = leftovers()
    for one in left if clean else ():
        one.end()
        console.print(f"ended {one.folder}: {len(one.processes)} processes", soft_wrap=True)
    results = list(checks())
    for check in results:
        met = styled("[green]✔[/] {}", check.name)
        console.print(met if check.is_met else styled(_UNMET, check.name, check.remedy))
    if left and not clean:
        megabytes = sum(one.bytes for one in left) / 1e6
        name = f"{len(left)} local stacks whose commands were killed, {megabytes:.0f} MB"
        console.print(styled(_UNMET, name, "stikadoo doctor --clean"))
    if not all(check.is_met for check in results if check.is_required):
        raise typer.Exit(1)
    console.print(styled("Nothing is missing. [bold]make demo[/] prints a sticker."))
