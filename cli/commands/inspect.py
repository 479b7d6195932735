"""`stikadoo inspect`: shows everything a stage knows about one recording, and exports it for a bug report."""

from pathlib import Path
from typing import Annotated

import typer

from cli.errors import report_errors
from cli.options import EndpointOption, JsonOption, ProfileOption, RegionOption, StageOption, aws_session
from cli.terminal.console import Terminal, styled
from cli.terminal.inspection import show_inspection
from operations.inspect.bundle import summary
from operations.inspect.export import export_bundle
from operations.inspect.inspection import inspect
from operations.inspect.redaction import redacted
from operations.stage import find_stage


def inspect_recording(
    which: Annotated[str, typer.Argument(metavar="RECORDING|EXECUTION_ARN|latest")] = "latest",
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    export: Annotated[Path | None, typer.Option(help="Write all files into this folder, for a bug report.")] = None,
    redact: Annotated[
        bool, typer.Option("--redact", help="Without voice, words and pictures; ids are replaced.")
    ] = False,
    with_pictures: Annotated[
        bool,
        typer.Option(
            "--with-pictures", help="With --redact, but with pictures: check them first, they may show words."
        ),
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Whole causes, and every line of the log.")] = False,
    as_json: JsonOption = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Show what happened to a recording: time line, words, pictures, messages, log."""
    console = Terminal()
    with report_errors(console):
        if export is not None and as_json:
            raise ValueError("--json and --export: they exclude each other")
        if export is not None and export.exists() and any(export.iterdir()):
            raise ValueError(f"{export} is not empty: its files would be mistaken for part of the bundle")
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        inspection = inspect(deployed, which, whole=export is not None)
        shown = redacted(inspection, with_pictures=with_pictures) if redact else inspection
        if as_json:
            typer.echo(summary(shown).decode())
        else:
            show_inspection(console, shown, full=full)
        if export is not None:
            written = export_bundle(inspection, export, redact=redact, with_pictures=with_pictures)
            console.print(styled("[bold]{}[/]  {} files; README.txt explains each", export, len(written)))
