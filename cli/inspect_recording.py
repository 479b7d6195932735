"""`stikadoo inspect`: all that a stage knows of one recording, on the terminal, and as files for a bug report."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.operations.inspecting.exporting import exported
from cli.operations.inspecting.inspection import look
from cli.operations.inspecting.redaction import redacted
from cli.show_inspection import show_inspection
from cli.stage import Endpoint, Profile, Region, Stage, aws_session, told
from infra.shelves import shelves_of


def inspect_recording(
    which: Annotated[str, typer.Argument(metavar="RECORDING|EXECUTION_ARN|latest")] = "latest",
    stage: Stage = "local",
    region: Region = None,
    profile: Profile = None,
    export: Annotated[Path | None, typer.Option(help="Write all of it into this folder, for a bug report.")] = None,
    redact: Annotated[
        bool, typer.Option("--redact", help="Without voice, words and pictures; ids become stand-ins.")
    ] = False,
    with_pictures: Annotated[
        bool, typer.Option("--with-pictures", help="Redacted, but with pictures: look first, words may be in them.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Whole causes, and every line of the log.")] = False,
    endpoint_url: Endpoint = None,
) -> None:
    """Show what became of a recording: time line, words, pictures, messages, log."""
    console = Console()
    with told(console):
        if export is not None and export.exists() and any(export.iterdir()):
            raise ValueError(f"{export} is not empty: what lies there would be taken for part of the bundle")
        shelves = shelves_of(stage, aws_session(region, profile), endpoint_url)
        inspection = look(shelves, which, whole=export is not None)
        shown = redacted(inspection, with_pictures=with_pictures) if redact else inspection
        show_inspection(console, shown, full=full)
        if export is not None:
            written = exported(inspection, export, redact=redact, with_pictures=with_pictures)
            console.print(f"[bold]{export}[/]  {len(written)} files; README.txt says what is what", highlight=False)
