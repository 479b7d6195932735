"""`stikadoo replay`: a recording becomes a sticker again, or all that failed do."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.commands.replay_failed import replay_all
from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session, report_errors
from cli.terminal.sticker import show_sticker, show_time_line
from operations.executions.execution import Execution, find, moment
from operations.executions.history import history
from operations.replay.download import fetch_sticker
from operations.replay.entry_points import Beginning, beginning_at
from operations.replay.failures import Pace, failures
from operations.replay.plan import Plan, Wanted, engines_from, plan
from operations.replay.redrive import redrive
from operations.replay.start import await_end, start
from operations.replay.stories import story
from operations.stage import Stage, find_stage

FAILED, NOTHING_TO_PRINT = 1, 2
"Exit codes; 0: delivered, or kept."


def replay(
    recording: Annotated[
        str | None, typer.Argument(help="Its id, its execution's ARN, or latest.", show_default=False)
    ] = None,
    begin: Annotated[
        str | None,
        typer.Option("--from", help="A state. Without: where it failed, else the earliest whose input is there."),
    ] = None,
    engine: Annotated[
        list[str] | None, typer.Option(help="imagine=openmoji, or transcribe=A,B if B follows A; once for each kind.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of the picture; without it the original's.", min=0)] = None,
    to: Annotated[
        str | None,
        typer.Option(
            help="Another device's id, or a folder (with a slash): then no device is told.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be started.")] = False,
    wait: Annotated[bool, typer.Option(help="Until it has ended; the exit code tells how.")] = True,
    failed: Annotated[bool, typer.Option("--failed", help="All that failed, instead of one.")] = False,
    since: Annotated[str, typer.Option(help="With --failed: begun since, as 30m, 2h, 1d.")] = "2h",
    device: Annotated[str | None, typer.Option(help="With --failed: of this device alone.")] = None,
    error: Annotated[str | None, typer.Option(help="With --failed: of this error alone.")] = None,
    rate: Annotated[float, typer.Option(help="With --failed: at most so many starts a second.", min=0.01)] = 2.0,
    yes: Annotated[bool, typer.Option("--yes", help="With --failed: do not ask.")] = False,
    in_place: Annotated[
        bool, typer.Option("--redrive", help="Continue the failed execution itself; on AWS, within 14 days.")
    ] = False,
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    endpoint_url: EndpointOption = None,
) -> None:
    """Make a sticker again from what is stored of a recording: a new execution, linked to the original."""
    console = Console()
    with report_errors(console):
        wanted = Wanted(_beginning(begin), engines_from(engine or []), seed, to)
        _check(recording, failed=failed, in_place=in_place, wanted=wanted)
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        if recording is None:
            found = failures(deployed, wanted, since=moment(since), device_id=device, error=error)
            code = replay_all(
                console, deployed, list(found), pace=Pace(rate), dry_run=dry_run, asks=not yes, waits=wait
            )
        elif in_place:
            code = _redriven(console, deployed, find(deployed, recording), dry_run=dry_run, waits=wait)
        else:
            planned = plan(deployed, story(deployed, find(deployed, recording)), wanted)
            code = _replayed(console, deployed, planned, dry_run=dry_run, waits=wait)
    raise typer.Exit(code)


def _beginning(state: str | None) -> Beginning | None:
    """Raises ValueError that lists the states there are."""
    if state is None:
        return None
    found = beginning_at(state)
    if found is None:
        raise ValueError(f"--from {state}: say Transcode, Transcribe, Announce, Imagine, Render or Deliver")
    return found


def _check(recording: str | None, *, failed: bool, in_place: bool, wanted: Wanted) -> None:
    """Raises ValueError for what cannot be said together."""
    if (recording is None) != failed:
        raise ValueError("say which recording, or --failed for all that failed")
    if in_place and (failed or wanted != Wanted()):
        raise ValueError(
            "--redrive continues one execution as it is: it takes no --failed, --from, --engine, --seed, --to"
        )


def _replayed(console: Console, deployed: Stage, planned: Plan, *, dry_run: bool, waits: bool) -> int:
    _tell(console, planned)
    if dry_run:
        console.print_json(json.dumps(planned.document))
        console.print("Nothing was started.")
        return 0
    arn = start(deployed, planned)
    console.print(f"started [bold]{planned.recording_id}[/]", highlight=False, soft_wrap=True)
    if not waits:
        return 0
    ended = await_end(deployed, arn)
    return _shown(console, deployed, ended, planned.receiver.folder)


def _redriven(console: Console, deployed: Stage, execution: Execution, *, dry_run: bool, waits: bool) -> int:
    console.print(f"{execution.recording_id} is continued in place", highlight=False, soft_wrap=True)
    if dry_run:
        console.print("Nothing was started.")
        return 0
    redrive(deployed, execution)
    return _shown(console, deployed, await_end(deployed, execution.arn), None) if waits else 0


def _tell(console: Console, planned: Plan) -> None:
    original, document = planned.original, planned.document
    engines = ", ".join(f"{kind}={names}" for kind, names in document.get("engines", {}).items())
    for name, said in (
        ("again", f"{original.recording_id}: {original.outcome} {original.error}".rstrip()),
        ("from", f"{planned.beginning.state}, {planned.why}"),
        ("engines", engines or "the stage's"),
        ("to", str(planned.receiver)),
    ):
        console.print(f"{name:8} {said}", highlight=False, soft_wrap=True, markup=False)


def _shown(console: Console, deployed: Stage, ended: Execution, folder: Path | None) -> int:
    show_time_line(console, history(deployed.states, ended.arn), since="its start")
    if ended.is_broken:
        console.print(f"[red]{ended.error or ended.status}[/]: {ended.cause}", highlight=False, soft_wrap=True)
        return FAILED
    if "sticker" not in ended.document or ended.outcome not in {"delivered", "undelivered"}:
        console.print(f"nothing to print: {ended.outcome}", highlight=False)
        return NOTHING_TO_PRINT
    if folder:
        files = fetch_sticker(deployed, ended, folder)
        show_sticker(console, files[0].read_bytes())
        console.print(" ".join(str(file) for file in files), highlight=False, soft_wrap=True)
    elif ended.outcome == "undelivered":
        console.print(
            "nobody took it; the sticker is kept. To have it here: "
            f"stikadoo replay {ended.recording_id} --from Deliver --to ./{ended.recording_id}",
            highlight=False,
            soft_wrap=True,
        )
    else:
        console.print(f"{ended.document['device']['device_id']} has it", highlight=False)
    return 0
