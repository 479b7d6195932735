"""`stikadoo replay --failed`: lists the failed recordings, asks, replays them, and lists the outcomes."""

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from operations.executions.execution import Execution, await_end
from operations.replay.download import download_sticker
from operations.replay.failures import Failure, Pace
from operations.replay.plan import Plan
from operations.replay.start import LONGEST_SECONDS, POLL_SECONDS, start
from operations.stage import Stage


def replay_all(
    console: Console,
    deployed: Stage,
    found: Sequence[Failure],
    *,
    pace: Pace,
    dry_run: bool,
    asks: bool,
    waits: bool,
) -> int:
    """Exit code: 1 if any failed again. Raises ClientError."""
    _list(console, found)
    planned = [one.planned for one in found if one.planned]
    if not planned or dry_run:
        console.print("Nothing was started.")
        return 0
    if asks:
        typer.confirm(f"Replay {len(planned)} of {deployed.name}?", abort=True)
    with _progress(console) as progress:
        started = _started(deployed, planned, pace, progress)
        ended = _ended(deployed, started, progress) if waits else []
    if not waits:
        return 0
    _show(console, ended)
    _download(console, deployed, ended)
    return 1 if any(replay.is_broken for _, replay in ended) else 0


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _started(deployed: Stage, planned: Sequence[Plan], pace: Pace, progress: Progress) -> list[tuple[Plan, str]]:
    """With the new executions' ARNs."""
    started = []
    for one in progress.track(planned, description="started"):
        pace.keep()
        started.append((one, start(deployed, one)))
    return started


def _ended(deployed: Stage, started: Sequence[tuple[Plan, str]], progress: Progress) -> list[tuple[Plan, Execution]]:
    """One after the other: polling all of them at once would be throttled."""
    return [
        (one, await_end(deployed.machine, arn, LONGEST_SECONDS, POLL_SECONDS))
        for one, arn in progress.track(started, description="ended  ")
    ]


def _list(console: Console, found: Sequence[Failure]) -> None:
    table = Table("failed", "device", "error", "replay")
    for one in found:
        execution, planned = one.execution, one.planned
        replay = f"from {planned.entry.state}, to {planned.target}" if planned else f"left alone: {one.why_not}"
        table.add_row(execution.recording_id, execution.device_id, execution.error or execution.status, replay)
    console.print(table)


def _show(console: Console, ended: Sequence[tuple[Plan, Execution]]) -> None:
    table = Table("failed", "replay", "outcome", "seconds")
    for planned, replay in ended:
        outcome = f"{replay.outcome} {replay.error}".rstrip()
        table.add_row(planned.original.recording_id, replay.recording_id, outcome, f"{replay.seconds:.1f}")
    console.print(table)


def _download(console: Console, deployed: Stage, ended: Sequence[tuple[Plan, Execution]]) -> None:
    """Each into a folder of its own, if the target is a folder."""
    for planned, replay in ended:
        if planned.target.folder and replay.document.sticker and not replay.is_broken:
            files = download_sticker(deployed.bucket, replay, planned.target.folder / replay.recording_id)
            console.print(str(files[0].parent), soft_wrap=True)
