"""`stikadoo forget`: deletes everything stored about a device, and lists again to verify that nothing is left."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.errors import report_errors
from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session
from cli.terminal.console import Terminal, styled
from cli.terminal.progress import Steps
from operations.devices import check_known, device_id
from operations.forget.device_data import DeviceData, find_device_data
from operations.forget.forget_device import forget_device
from operations.stage import Stage, find_stage

_STAYS = """What this cannot delete, and what deletes it:
  the execution history, device id and keys, no words: Step Functions, 90 days after its recording
  log lines, device id and recording id, no words: CloudWatch, after LogRetentionDays
  a backup of the sessions, where PointInTimeRecovery is on: DynamoDB, after 35 days
  with Amazon Transcribe: its list of jobs, named after recordings, no words: AWS, after 90 days"""


def forget(
    device: Annotated[
        str,
        typer.Option(
            "--device", help="Its Device-Id, as b4:3a:45:9b:94:74, or its key in a recording's id: b43a459b9474."
        ),
    ],
    stage: StageOption = "local",
    region: RegionOption = None,
    profile: ProfileOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what is stored; delete nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Delete everything stored about a device and verify that nothing is left."""
    console = Terminal()
    with report_errors(console):
        if not device:
            raise ValueError("which device? --device takes its Device-Id")
        deployed = find_stage(stage, aws_session(region, profile), endpoint_url)
        device = device_id(deployed, device)
        found = find_device_data(deployed, device)
        if not found.count and not found.working:
            check_known(deployed, device)
    if dry_run:
        _list(console, found)
        return
    if not yes:
        typer.confirm(
            f"Delete {found.count} things that {stage} stores about {device}, and disconnect it if it is connected?",
            abort=True,
        )
    with report_errors(console), Steps(console) as steps:
        deleted, left = forget_device(deployed, device, tell=steps.begin)
        steps.end()
    _show(console, deployed, deleted, left)
    if left.count or left.working:
        raise typer.Exit(1)


def _list(console: Console, found: DeviceData) -> None:
    for kind, names in found.by_kind.items():
        console.print(styled("[bold]{}[/]: {}", kind, len(names)))
        for name in names:
            console.print(f"  {name}", soft_wrap=True)
    if found.working:
        console.print(f"still running: {', '.join(found.working)}", soft_wrap=True)
    console.print("Nothing was deleted.")


def _show(console: Console, deployed: Stage, deleted: DeviceData, left: DeviceData) -> None:
    table = Table("stored", "deleted", "left")
    for kind, names in deleted.by_kind.items():
        table.add_row(kind, str(len(names)), str(len(left.by_kind[kind])))
    console.print(table)
    if deployed.api_endpoint is None:
        sentence = (
            "[yellow]The API is chalice's: a connected device stays connected.[/] Switch it off, and run this again."
        )
        console.print(styled(sentence))
    if left.count or left.working:
        sentence = "[red]Something is left:[/] has the device reconnected? Switch it off, and run this again."
        console.print(styled(sentence))
    console.print(_STAYS, soft_wrap=True)
