"""`stikadoo doctor`: missing prerequisites of a local run, and how to install them."""

import typer
from rich.console import Console
from rich.markup import escape

from infra.prerequisites import checks


def doctor() -> None:
    """Check this machine for missing prerequisites."""
    console = Console()
    results = list(checks())
    for check in results:
        mark = "[green]✔[/]" if check.is_met else "[red]✘[/]"
        remedy = "" if check.is_met else f"  [yellow]→ {escape(check.remedy)}[/]"
        console.print(f"{mark} {escape(check.name)}{remedy}")
    if not all(check.is_met for check in results if check.is_required):
        raise typer.Exit(1)
    console.print("Nothing is missing. [bold]make demo[/] prints a sticker.")
