"""`stikadoo replay`: makes the sticker of a stored recording again, or those of all failed recordings."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.commands.replay_failed import replay_all
from cli.errors import report_errors
from cli.options import (
    EndpointOption,
    ProfileOption,
    RegionOption,
    StageOption,
    UntilOption,
    aws_session,
    finite,
)
from cli.terminal.console import Terminal, styled
from cli.terminal.sticker import show_sticker, show_time_line
from operations.devices import known_device
from operations.executions.execution import Execution, await_end, with_failed_state
from operations.executions.listing import find
from operations.executions.period import Period
from operations.inspect.causes import first_line, remedy
from operations.replay.download import download_sticker
from operations.replay.entry_points import named
from operations.replay.failures import Pace, failures
from operations.replay.plan import Plan, Wanted, engines_from, plan
from operations.replay.redrive import check_redrivable, redrive
from operations.replay.start import LONGEST_SECONDS, POLL_SECONDS, start
from operations.replay.target import is_folder
from operations.stage import Stage, find_stage

FAILED, NOTHING_TO_PRINT = 1, 2
"Exit codes; 0: delivered, or kept."

SINCE, RATE = "2h", 2.0


def replay(
    recording: Annotated[
        str | None, typer.Argument(help="Its id, its execution's ARN, or latest.", show_default=False)
    ] = None,
    begin: Annotated[
        str | None,
        typer.Option("--from", help="A state. Without: where it failed, else the earliest whose input exists."),
    ] = None,
    engine: Annotated[
        list[str] | None,
        typer.Option(help="imagine=openmoji, or transcribe=A,B with the fallback B; once for each kind."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of the picture; without it the original's.", min=0)] = None,
    to: Annotated[
        str | None,
        typer.Option(
            help="Another device's id, or a folder (with a slash): then no device gets a message.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be started.")] = False,
    wait: Annotated[bool, typer.Option(help="Wait for the end; the exit code says how it ended.")] = True,
    failed: Annotated[bool, typer.Option("--failed", help="All failed recordings, instead of one.")] = False,
    since: Annotated[
        str | None, typer.Option(help=f"With --failed: started since, as 30m, 2h, 1d; default: {SINCE}.")
    ] = None,
    until: UntilOption = None,
    device: Annotated[str | None, typer.Option(help="With --failed: only of this device, by its id or key.")] = None,
    error: Annotated[str | None, typer.Option(help="With --failed: only with this error.")] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            callback=finite, help=f"With --failed: at most this many starts a second; default: {RATE:g}.", min=0.01
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="With --failed: do not ask.")] = False,
    in_place: Annotated[
        bool, typer.Option("--redrive", help="Continue the failed execution itself; on AWS, within 14 days.")
    ] = False,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Make a sticker again from a stored recording: a new execution, linked to the original."""
    console = Terminal()
    with report_errors(console):
        wanted = Wanted(named(begin) if begin is not None else None, engines_from(engine or []), seed, to)
        _check(recording, failed=failed, in_place=in_place, wanted=wanted)
        for_many = {
            "--since": since,
            "--until": until,
            "--device": device,
            "--error": error,
            "--rate": rate,
            "--yes": yes,
        }
        _check_use(wanted, for_many, failed=failed, waits=wait)
        period = Period(since or SINCE, until)
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        if recording is None:
            chosen = known_device(deployed, device)
            found = list(
                failures(deployed, wanted, since=period.since, until=period.until, device_id=chosen, error=error)
            )
            code = replay_all(
                console, deployed, found, pace=Pace(rate or RATE), dry_run=dry_run, asks=not yes, waits=wait
            )
        elif in_place:
            code = _redriven(console, deployed, find(deployed, recording), dry_run=dry_run, waits=wait)
        else:
            original = with_failed_state(deployed.machine, find(deployed, recording))
            planned = plan(deployed, original, wanted)
            code = _replayed(console, deployed, planned, dry_run=dry_run, waits=wait)
    raise typer.Exit(code)


def _check(recording: str | None, *, failed: bool, in_place: bool, wanted: Wanted) -> None:
    """Raises ValueError for options that exclude each other."""
    if (recording is None) != failed:
        raise ValueError("say which recording, or --failed for all failed ones")
    if in_place and (failed or wanted != Wanted()):
        raise ValueError(
            "--redrive continues one execution as it is: it takes no --failed, --from, --engine, --seed, --to"
        )


def _check_use(wanted: Wanted, for_many: Mapping[str, object], *, failed: bool, waits: bool) -> None:
    """Raises ValueError for options that would have no effect."""
    unused = [name for name, value in for_many.items() if value]
    if unused and not failed:
        raise ValueError(f"{', '.join(unused)}: only with --failed")
    if not waits and wanted.to is not None and is_folder(wanted.to):
        raise ValueError("--no-wait and a folder exclude each other: the sticker is downloaded at the end")


def _replayed(console: Console, deployed: Stage, planned: Plan, *, dry_run: bool, waits: bool) -> int:
    _print_plan(console, planned)
    if dry_run:
        console.print_json(json.dumps(planned.document.raw))
        console.print("Nothing was started.")
        return 0
    arn = start(deployed, planned)
    console.print(styled("started [bold]{}[/]", planned.recording_id), soft_wrap=True)
    if not waits:
        return 0
    ended = await_end(deployed.machine, arn, LONGEST_SECONDS, POLL_SECONDS)
    return _show(console, deployed, ended, planned.target.folder)


def _redriven(console: Console, deployed: Stage, execution: Execution, *, dry_run: bool, waits: bool) -> int:
    if dry_run:
        check_redrivable(deployed.machine, execution)
        console.print(f"{execution.recording_id} would be continued in place. Nothing was started.", soft_wrap=True)
        return 0
    redrive(deployed.machine, execution)
    console.print(f"{execution.recording_id} is continued in place", soft_wrap=True)
    if not waits:
        return 0
    return _show(console, deployed, await_end(deployed.machine, execution.arn, LONGEST_SECONDS, POLL_SECONDS), None)


def _print_plan(console: Console, planned: Plan) -> None:
    original = planned.original
    engines = ", ".join(f"{kind}={names}" for kind, names in planned.engines.items())
    for name, value in (
        ("again", f"{original.recording_id}: {original.outcome} {original.error}".rstrip()),
        ("from", f"{planned.entry.state}, {planned.why}"),
        ("engines", engines or "the stage's"),
        ("to", str(planned.target)),
    ):
        console.print(f"{name:8} {value}", soft_wrap=True)


def _show(console: Console, deployed: Stage, ended: Execution, folder: Path | None) -> int:
    show_time_line(console, ended, since="its start")
    if ended.is_broken:
        console.print(styled("[red]{}[/]: {}", ended.error or ended.status, first_line(ended.cause)), soft_wrap=True)
        if command := remedy(ended.cause):
            console.print(command, soft_wrap=True)
        return FAILED
    if ended.document.sticker is None or ended.outcome not in {"delivered", "undelivered"}:
        console.print(f"nothing to print: {ended.outcome}")
        return NOTHING_TO_PRINT
    if folder:
        files = download_sticker(deployed.bucket, ended, folder)
        show_sticker(console, files[0].read_bytes())
        console.print(" ".join(str(file) for file in files), soft_wrap=True)
    elif ended.outcome == "undelivered":
        console.print(
            "no device was connected; the sticker is kept. To download it: "
            f"stikadoo replay {ended.recording_id} --from Deliver --to ./{ended.recording_id}",
            soft_wrap=True,
        )
    else:
        console.print(f"{ended.device_id} has it")
    return 0
