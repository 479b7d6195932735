"""`stikadoo doctor`: missing prerequisites of a local run, and how to install them."""

import typer

from cli.terminal.console import Terminal, styled
from infra.prerequisites import checks


def doctor() -> None:
    """Check this machine for missing prerequisites."""
    console = Terminal()
    results = list(checks())
    for check in results:
        met, unmet = styled("[green]✔[/] {}", check.name), "[red]✘[/] {}  [yellow]→ {}[/]"
        console.print(met if check.is_met else styled(unmet, check.name, check.remedy))
    if not all(check.is_met for check in results if check.is_required):
        raise typer.Exit(1)
    console.print(styled("Nothing is missing. [bold]make demo[/] prints a sticker."))
